'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { addMembership } from '@/server/bodies/add-membership'
import { BodyForm, NewMembership, UnitForm } from '@/server/bodies/contract'
import { createBodyWithLead } from '@/server/bodies/create-body-with-lead'
import { createUnit } from '@/server/bodies/create-unit'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function createUnitAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { bodyId, ...unit } = readForm(UnitForm, data)
    await createUnit(db(), person, { countyId: person.countyId, bodyId }, unit, clock.now())
    revalidatePath('/bodies', 'layout')
    return 'added'
  })
}

export async function addMembershipAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const membership = readForm(NewMembership, data)
    const id = await addMembership(db(), person, person.countyId, membership, clock.now())
    revalidatePath('/bodies', 'layout')
    redirect(`/bodies/${membership.bodyId}/members/${id}`)
  })
}

export async function createBodyAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person, county } = await requireActor()
    const bodyId = await createBodyWithLead(db(), person, county.locale, readForm(BodyForm, data), clock.now())
    redirect(`/bodies/${bodyId}`)
  })
}
