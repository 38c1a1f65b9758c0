'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { addDuty } from '@/server/duties/add-duty'
import { DutyForm, EndDutyForm, MoveDutyForm, SetPartForm, StarterForm, Version } from '@/server/duties/contract'
import { editDuty } from '@/server/duties/edit-duty'
import { endDuty } from '@/server/duties/end-duty'
import { loadStarter } from '@/server/duties/load-starter'
import { moveDuty } from '@/server/duties/move-duty'
import { setPart } from '@/server/duties/set-part'
import type { FormState } from '@/server/forms/contract'
import { parseInput, readForm, unflatten } from '@/server/forms/read-form'
import { BodyId, DutyId } from '@/server/ids'
import { requireActor } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'

const Place = z.object({ bodyId: BodyId })

export async function addDutyAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { bodyId } = readForm(Place, data)
    const place = { countyId: person.countyId, bodyId }
    const dutyId = await addDuty(db(), person, place, readForm(DutyForm, data), clock.now())
    revalidatePath('/bodies', 'layout')
    redirect(`/bodies/${bodyId}/duties/${dutyId}`)
  })
}

export async function editDutyAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { dutyId, version } = readForm(z.object({ dutyId: DutyId, version: Version }), data)
    await editDuty(db(), person, person.countyId, dutyId, version, readForm(DutyForm, data), clock.now())
    return 'edited'
  })
  // Also after a conflict: the page then shows what it is now, beside what was typed.
  revalidatePath('/bodies', 'layout')
  return state
}

export async function setPartAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await setPart(db(), person, person.countyId, readForm(SetPartForm, data), clock.now())
    return 'set'
  })
  revalidatePath('/bodies', 'layout')
  return state
}

export async function moveDutyAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await moveDuty(db(), person, person.countyId, readForm(MoveDutyForm, data), clock.now())
    return 'moved'
  })
  revalidatePath('/bodies', 'layout')
  return state
}

export async function endDutyAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await endDuty(db(), person, person.countyId, readForm(EndDutyForm, data), clock.now())
    return 'ended'
  })
  revalidatePath('/bodies', 'layout')
  return state
}

export async function loadStarterAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person, county } = await requireActor()
    const { choices, ...rest } = unflatten(data)
    // A duty that is not taken has no unit.
    const taken = (Array.isArray(choices) ? choices : []).filter(
      (choice) => (choice as { leadUnitId?: string }).leadUnitId !== '',
    )
    const form = parseInput(StarterForm, { ...rest, choices: taken })
    const at = clock.now()
    const where = { countyId: person.countyId, locale: county.locale, today: dayIn(county.timeZone, at) }
    await loadStarter(db(), person, where, form, at)
    revalidatePath('/bodies', 'layout')
    redirect(`/bodies/${form.bodyId}/duties`)
  })
}
