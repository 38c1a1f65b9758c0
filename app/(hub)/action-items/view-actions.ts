'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { KeepViewForm, RemoveViewForm, RenameViewForm } from '@/server/ledger-views/contract'
import { keepView } from '@/server/ledger-views/keep-view'
import type { RemoveState } from '@/server/ledger-views/model'
import { removeView } from '@/server/ledger-views/remove-view'
import { renameView } from '@/server/ledger-views/rename-view'
import { requireActor } from '@/server/people/current-actor'

export async function keepViewAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await keepView(db(), person, readForm(KeepViewForm, data), clock.now())
    return 'kept'
  })
  revalidatePath('/action-items', 'layout')
  return state
}

export async function renameViewAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await renameView(db(), person, readForm(RenameViewForm, data), clock.now())
    return 'renamed'
  })
  revalidatePath('/action-items', 'layout')
  return state
}

export async function removeViewAction(before: RemoveState, data: FormData): Promise<RemoveState> {
  let was: RemoveState['was'] = null
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    was = await removeView(db(), person, readForm(RemoveViewForm, data).id, clock.now())
    return 'removed'
  })
  revalidatePath('/action-items', 'layout')
  return { ...state, was }
}
