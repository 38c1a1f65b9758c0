'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { changeSeveral } from '@/server/action-items/several/change'
import { ChangeSeveralForm, SeveralVerb, TakeBackForm, type Outcome } from '@/server/action-items/several/contract'
import type { SeveralState } from '@/server/action-items/several/model'
import { takeBackSeveral } from '@/server/action-items/several/take-back'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function changeSeveralAction(before: SeveralState, data: FormData): Promise<SeveralState> {
  return answer(before, data, async () => {
    const { person } = await requireActor()
    return changeSeveral(db(), person, person.countyId, readForm(ChangeSeveralForm, data), clock.now())
  })
}

export async function takeBackSeveralAction(before: SeveralState, data: FormData): Promise<SeveralState> {
  return answer(before, data, async () => {
    const { person } = await requireActor()
    return takeBackSeveral(db(), person, person.countyId, readForm(TakeBackForm, data).item, clock.now())
  })
}

async function answer(before: SeveralState, data: FormData, work: () => Promise<Outcome[]>): Promise<SeveralState> {
  let outcomes: Outcome[] = []
  const state = await formAction(before, data, async () => {
    outcomes = await work()
    return 'done'
  })
  // Also after a refusal: the page then shows what is there now.
  revalidatePath('/action-items', 'layout')
  revalidatePath('/')
  const chosen = state.code === null ? [] : data.getAll('item').map((value) => String(value).slice(0, 36))
  return { ...state, verb: SeveralVerb.safeParse(data.get('verb')).data ?? null, outcomes, chosen }
}
