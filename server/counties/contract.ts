import { z } from 'zod'
import { locales } from '@/server/preferences/model'
import { isTimeZone } from '@/server/setup/contract'

const name = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'required').max(120, 'tooLong'))
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'invalid')

export const CountyLevel = z.enum(['county', 'prefecture', 'province'])
export type CountyLevel = z.infer<typeof CountyLevel>

export const CountySettings = z
  .object({
    name,
    level: CountyLevel,
    /** Code of one that a search found; empty: none. Not called code: such a field's value is never shown again. */
    division: z.preprocess(
      (typed) => typed || null,
      z
        .string()
        .regex(/^\d{2,6}$/, 'unknown')
        .nullable(),
    ),
    timeZone: z.string().min(1, 'required').max(60, 'tooLong').refine(isTimeZone, 'unknown'),
    locale: z.enum(locales),
    /** Those its people may choose; one checkbox a row. */
    locales: z.array(z.enum(locales)).default([]),
    quietFrom: time,
    quietUntil: time,
  })
  .refine(({ locale, locales: offered }) => offered.includes(locale), { path: ['locales'], message: 'notOffered' })
export type CountySettings = z.infer<typeof CountySettings>
