'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { BodyRules, EditBody, NewCharter } from '@/server/bodies/contract'
import { editBody, setBodyRules, writeCharter } from '@/server/bodies/edit-body'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

/** Read again also after a refusal: whoever was overtaken sees what stands now. */
async function changing(before: FormState, data: FormData, work: () => Promise<string>): Promise<FormState> {
  const state = await formAction(before, data, work)
  revalidatePath('/bodies', 'layout')
  return state
}

export async function editBodyAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await editBody(db(), person, person.countyId, readForm(EditBody, data), clock.now())
    return 'saved'
  })
}

export async function setBodyRulesAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await setBodyRules(db(), person, person.countyId, readForm(BodyRules, data), clock.now())
    return 'saved'
  })
}

export async function writeCharterAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await writeCharter(db(), person, person.countyId, readForm(NewCharter, data), clock.now())
    return 'saved'
  })
}
