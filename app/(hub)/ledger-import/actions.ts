'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { TakeBackForm } from '@/server/ledger-import/contract'
import { takeBackImport } from '@/server/ledger-import/take-back'
import { requireActor } from '@/server/people/current-actor'

export async function takeBackImportAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await takeBackImport(db(), person, readForm(TakeBackForm, data).id, clock.now())
  })
  // Also after a conflict: the page then shows what is there now.
  revalidatePath('/ledger-import', 'layout')
  revalidatePath('/action-items', 'layout')
  return state
}
