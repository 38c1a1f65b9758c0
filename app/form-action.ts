// What every server action does around its one command: a refusal comes back with everything that was typed.
import { unstable_rethrow } from 'next/navigation'
import { toAppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { typedValues } from '@/server/forms/read-form'
import { log } from '@/server/log'

/** @param work throws AppError, redirects, or returns the page's word for what was done (and the form is fresh again) */
export async function formAction(
  before: FormState,
  data: FormData,
  work: () => Promise<string | undefined | void>,
): Promise<FormState> {
  const turn = before.turn + 1
  try {
    const done = await work()
    return { code: null, fields: {}, values: {}, turn, ...(typeof done === 'string' ? { done } : {}) }
  } catch (error) {
    unstable_rethrow(error)
    const { code, fields } = toAppError(error)
    if (code === 'internal') log.error({ err: error }, 'a form failed')
    return { code, fields, values: typedValues(data), turn }
  }
}
