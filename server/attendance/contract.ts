import { z } from 'zod'
import { MeetingId, MembershipId, SeatId, UnitId } from '@/server/ids'
import { PersonName } from '@/server/people/contract'
import { standings } from './model'

const empty = <S extends z.ZodType>(schema: S) =>
  z.preprocess((typed) => (typed === '' || typed === undefined ? null : typed), schema.nullable())

/** Hours and minutes by the county's clock, on the day the sitting was opened. */
const Clock = empty(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'invalid'))

export const EntryForm = z
  .object({
    membershipId: empty(MembershipId),
    seatId: empty(SeatId),
    unitId: empty(UnitId),
    name: PersonName,
    standing: z.enum(standings),
    proxyName: empty(PersonName),
    isOnSite: z.preprocess((typed) => typed === 'on', z.boolean()),
    arrivedAt: Clock,
    leftAt: Clock,
  })
  .refine((entry) => entry.standing !== 'proxy' || entry.proxyName !== null, {
    path: ['proxyName'],
    message: 'required',
  })
  .refine((entry) => entry.arrivedAt === null || entry.leftAt === null || entry.arrivedAt <= entry.leftAt, {
    path: ['leftAt'],
    message: 'beforeStart',
  })
export type EntryForm = z.infer<typeof EntryForm>

export const ConfirmForm = z.object({
  meetingId: MeetingId,
  /** The number of the list this one was made from; 0 where there was none. */
  base: z.coerce.number().int().min(0).max(100_000),
  entries: z.array(EntryForm).max(900, 'tooMany').default([]),
})

/** Somebody in the hall without a device: a place of the body, or a name with or without a unit. */
export const OnSiteForm = z
  .object({
    meetingId: MeetingId,
    membershipId: empty(MembershipId),
    name: empty(PersonName),
    unitId: empty(UnitId),
    sharesWithSeatId: empty(SeatId),
  })
  .refine((form) => form.membershipId !== null || form.name !== null, { path: ['name'], message: 'required' })

export const OnSiteLeftForm = z.object({ meetingId: MeetingId, seatId: SeatId })

export const AttendanceExport = z.object({ meetingId: MeetingId })
