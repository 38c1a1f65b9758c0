import { z } from 'zod'
import { ErasureId } from '@/server/ids'

export const Purpose = z.enum(['roomName', 'photoEvidence'])
export type Purpose = z.infer<typeof Purpose>
export const purposes = Purpose.options

/** Raised when the sentence in messages/<locale>/privacy.json says something else: an older consent is then asked for anew. */
export const wordingVersions: Readonly<Record<Purpose, number>> = { roomName: 1, photoEvidence: 1 }

export const ConsentForm = z.object({ purpose: Purpose, answer: z.enum(['yes', 'no']) })

export type Retention = {
  sessionDays: number
  linkDays: number
  deviceDays: number
  chatDays: number | null
  coolingDays: number
}
export const defaultRetention: Retention = {
  sessionDays: 90,
  linkDays: 30,
  deviceDays: 180,
  chatDays: null,
  coolingDays: 7,
}

const days = (most: number) => z.coerce.number('notANumber').int('notANumber').min(1, 'invalid').max(most, 'invalid')
export const RetentionForm = z.object({
  sessionDays: days(3650),
  linkDays: days(3650),
  deviceDays: days(3650),
  /** Empty: kept. */
  chatDays: z.preprocess((value) => (value === '' || value === undefined ? null : value), days(36_500).nullable()),
  coolingDays: days(90),
})

export const DecideForm = z
  .object({
    id: ErasureId,
    decision: z.enum(['confirm', 'decline']),
    reason: z.string().trim().max(500, 'tooLong').default(''),
  })
  .refine((form) => form.decision === 'confirm' || form.reason !== '', { path: ['reason'], message: 'required' })

/** What is kept about people, in groups a person would ask about. */
export const groups = [
  'account',
  'signIn',
  'offices',
  'rooms',
  'chat',
  'minutes',
  'ledger',
  'files',
  'notices',
  'choices',
  'limits',
  'audit',
] as const
export type Group = (typeof groups)[number]

export type ConsentView = {
  purpose: Purpose
  state: 'given' | 'refused' | 'unasked'
  givenAt: Date | null
  withdrawnAt: Date | null
}
export type ErasureView = {
  id: ErasureId
  state: 'asked' | 'confirmed' | 'declined'
  askedAt: Date
  runsAt: Date | null
  reason: string
}
