import { z } from 'zod'
import { BodyForm } from '@/server/bodies/contract'
import { NewPassword, PersonName, UserName } from '@/server/people/contract'
import { locales } from '@/server/preferences/model'

const name = z
  .string()
  .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'required').max(120, 'tooLong'))

/** As printed in the terminal; case, spaces and dashes do not matter to whoever types it. */
export const SetupCode = z.string().trim().min(1, 'required').max(40, 'tooLong')

export const isTimeZone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Zones offered first; any other zone of the system may be given by a program. */
export const offeredTimeZones = ['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Macau', 'Asia/Taipei'] as const

export const NewCounty = z
  .object({
    countyName: name,
    level: z.enum(['county', 'prefecture', 'province']),
    timeZone: z.string().min(1, 'required').max(60, 'tooLong').refine(isTimeZone, 'unknown'),
    locale: z.enum(locales),
    personName: PersonName,
    userName: UserName,
    password: NewPassword,
    passwordAgain: z.string(),
    bodyName: BodyForm.shape.name,
    leadUnitName: BodyForm.shape.leadUnitName,
    leadUnitKind: BodyForm.shape.leadUnitKind,
  })
  .refine((form) => form.password === form.passwordAgain, { path: ['passwordAgain'], message: 'passwordsDiffer' })
export type NewCounty = z.infer<typeof NewCounty>

export const SetupForm = z.intersection(z.object({ setupCode: SetupCode }), NewCounty)
export const DemoForm = z.object({ setupCode: SetupCode, locale: z.enum(locales) })
