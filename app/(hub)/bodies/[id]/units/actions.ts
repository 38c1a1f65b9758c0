'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { RenameUnit, UnitInBody } from '@/server/bodies/contract'
import { renameUnit, setLeadUnit, takeOutUnit } from '@/server/bodies/edit-unit'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function renameUnitAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await renameUnit(db(), person, person.countyId, readForm(RenameUnit, data), clock.now())
    revalidatePath('/bodies', 'layout')
    return 'saved'
  })
}

export async function setLeadUnitAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setLeadUnit(db(), person, person.countyId, readForm(UnitInBody, data), clock.now())
    revalidatePath('/bodies', 'layout')
    return 'saved'
  })
}

export async function takeOutUnitAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const unit = readForm(UnitInBody, data)
    await takeOutUnit(db(), person, person.countyId, unit, clock.now())
    revalidatePath('/bodies', 'layout')
    redirect(`/bodies/${unit.bodyId}`)
  })
}
