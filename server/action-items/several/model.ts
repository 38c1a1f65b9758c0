import type { FormState } from '@/server/forms/contract'
import type { Outcome, SeveralVerb } from './contract'

/** What the form of several items answers: as any form, and what became of each. */
export type SeveralState = FormState & {
  verb: SeveralVerb | null
  outcomes: readonly Outcome[]
  /** Ids that were ticked, where the form as a whole was refused. */
  chosen: readonly string[]
}

export const freshSeveral: SeveralState = {
  code: null,
  fields: {},
  values: {},
  turn: 0,
  verb: null,
  outcomes: [],
  chosen: [],
}
