'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { ChangeMembership, EndDeputy, EndMembership, NewDeputy } from '@/server/bodies/contract'
import { changeMembership, endMembership } from '@/server/bodies/change-membership'
import { endDeputy, nameDeputy } from '@/server/bodies/name-deputy'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

/** The page is read again also after a refusal: whoever was overtaken sees what stands now beside what they typed. */
async function changing(before: FormState, data: FormData, work: () => Promise<string>): Promise<FormState> {
  const state = await formAction(before, data, work)
  revalidatePath('/bodies', 'layout')
  return state
}

export async function changeMembershipAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await changeMembership(db(), person, person.countyId, readForm(ChangeMembership, data), clock.now())
    return 'changed'
  })
}

export async function endMembershipAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await endMembership(db(), person, person.countyId, readForm(EndMembership, data), clock.now())
    return 'ended'
  })
}

export async function nameDeputyAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await nameDeputy(db(), person, person.countyId, readForm(NewDeputy, data), clock.now())
    return 'named'
  })
}

export async function endDeputyAction(before: FormState, data: FormData): Promise<FormState> {
  return changing(before, data, async () => {
    const { person } = await requireActor()
    await endDeputy(db(), person, person.countyId, readForm(EndDeputy, data).deputyId, clock.now())
    return 'ended'
  })
}
