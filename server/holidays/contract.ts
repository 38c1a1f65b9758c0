import { z } from 'zod'

const lines = z.string().max(20_000, 'tooLong').default('')

export const HolidayYear = z.string().regex(/^20\d\d$/, 'invalid')

/** A year of the county's calendar as it stands in two fields, whole. */
export const SetHolidays = z.object({
  year: HolidayYear,
  off: lines,
  working: lines,
  /** What was read: another by now is a conflict. */
  version: z.string().max(64),
})
export type SetHolidays = z.infer<typeof SetHolidays>
