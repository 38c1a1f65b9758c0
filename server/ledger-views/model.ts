import { freshForm, type FormState } from '@/server/forms/contract'
import type { KeepView } from './contract'

/** What the form that removes a view answers: what it was, so that it can be put back. */
export type RemoveState = FormState & { was: KeepView | null }
export const freshRemove: RemoveState = { ...freshForm, was: null }
