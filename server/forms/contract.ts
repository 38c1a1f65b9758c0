// What a form says after it was refused: the code, which fields, and everything typed, so that nothing is typed twice.
import type { ErrorCode } from '@/server/errors'

/** Keys below errors.fields in messages. */
export const fieldErrorKeys = [
  'required',
  'invalid',
  'tooShort',
  'tooLong',
  'tooMany',
  'notANumber',
  'email',
  'emailMixed',
  'phone',
  'userName',
  'date',
  'past',
  'beforeStart',
  'taken',
  'passwordShort',
  'passwordLong',
  'passwordCommon',
  'passwordClasses',
  'passwordSame',
  'passwordsDiffer',
  'unknown',
  'openOnly',
  'markup',
  'unitInUse',
  'unitIsLead',
  'quorum',
  'evidence',
  'hasProxy',
  'isMember',
  'leadStays',
  'code',
  'codeWrong',
  'idleTooLong',
  'idNumber',
  'childName',
  'percent',
  'notLater',
  'tooFar',
  'overdue',
  'left',
  'cycle',
  'tooDeep',
  'openParts',
  'parentClosed',
  'leadsItems',
  'afterParent',
  'yellowFirst',
  'itself',
  'inUse',
  'endless',
  'notOffered',
  'weekday',
  'planned',
  'horizon',
  'tentative',
  'liaisonPast',
  'noneThisYear',
  'notOnClock',
] as const
export type FieldErrorKey = (typeof fieldErrorKeys)[number]

export const isFieldErrorKey = (key: string): key is FieldErrorKey =>
  (fieldErrorKeys as readonly string[]).includes(key)

export type FormValues = Readonly<Record<string, string>>

export type FormState = {
  /** Null: nothing was refused (a form that only added or removed a row, or was done). */
  code: ErrorCode | null
  /** Field name → key below errors.fields. */
  fields: Readonly<Record<string, string>>
  /** As typed, without passwords. */
  values: FormValues
  /** Set by a form that stays on its page when it is done: what was done, as the page's own word. */
  done?: string
  /** Counts the answers, so that a page can tell a new one from the last. */
  turn: number
}

export const freshForm: FormState = { code: null, fields: {}, values: {}, turn: 0 }
