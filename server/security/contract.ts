import { z } from 'zod'

export const PasswordProfile = z.enum(['asvs', 'mlps'])
export type PasswordProfile = z.infer<typeof PasswordProfile>

/** Offered choices, in minutes. A program may say any within the bounds. */
export const idleChoices = [15, 30, 60, 120, 240, 480] as const
export const absoluteChoices = [240, 480, 720, 1440, 10080] as const

const minutes = (least: number, most: number) =>
  z.coerce.number('notANumber').int('notANumber').min(least, 'invalid').max(most, 'invalid')

export const CountySecurity = z
  .object({
    passwordProfile: PasswordProfile,
    idleMinutes: minutes(5, 1440),
    absoluteMinutes: minutes(60, 10080),
    requiresSecondFactor: z.preprocess((value) => value === true || value === 'yes', z.boolean()),
  })
  .refine((form) => form.idleMinutes <= form.absoluteMinutes, { path: ['idleMinutes'], message: 'idleTooLong' })
export type CountySecurity = z.infer<typeof CountySecurity>
