'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { SetItemDutyForm, SetStateForm } from '@/server/action-items/contract'
import { setItemDuty } from '@/server/action-items/set-duty'
import { setState } from '@/server/action-items/set-state'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { ActionItemId } from '@/server/ids'
import { requireActor } from '@/server/people/current-actor'

export async function setStateAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id, ...change } = readForm(SetStateForm.extend({ id: ActionItemId }), data)
    await setState(db(), person, person.countyId, id, change, clock.now())
    return 'set'
  })
  // Also after a conflict: the page then shows what it is now.
  revalidatePath('/action-items', 'layout')
  return state
}

export async function setItemDutyAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id, ...change } = readForm(SetItemDutyForm.extend({ id: ActionItemId }), data)
    await setItemDuty(db(), person, person.countyId, id, change, clock.now())
    return 'set'
  })
  revalidatePath('/action-items', 'layout')
  return state
}
