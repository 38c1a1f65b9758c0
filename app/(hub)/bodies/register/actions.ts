'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'
import { addPlace, changePlace, startRegister } from '@/server/register/change-place'
import { EditPlace, PlaceForm } from '@/server/register/contract'

export async function addPlaceAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await addPlace(db(), person, person.countyId, readForm(PlaceForm, data), clock.now())
    revalidatePath('/bodies/register')
    return 'added'
  })
}

export async function changePlaceAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const which = readForm(EditPlace, data)
    await changePlace(db(), person, person.countyId, which, readForm(PlaceForm, data), clock.now())
    return 'saved'
  })
  // Also after a refusal: whoever was overtaken sees what stands now.
  revalidatePath('/bodies/register', 'layout')
  return state
}

export async function startRegisterAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await startRegister(db(), person, person.countyId, clock.now())
    revalidatePath('/bodies/register')
    return 'started'
  })
}
