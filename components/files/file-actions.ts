import type { FormState } from '@/server/forms/contract'

export type FileActions = {
  remove: (before: FormState, data: FormData) => Promise<FormState>
  restore: (before: FormState, data: FormData) => Promise<FormState>
}
