'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { QuotaForm } from '@/server/files/contract'
import { setQuota } from '@/server/files/quota'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'
import { answerConsent } from '@/server/privacy/consent'
import { ConsentForm, DecideForm, RetentionForm } from '@/server/privacy/contract'
import { askErasure, decideErasure, withdrawErasure } from '@/server/privacy/erase'
import { setRetention } from '@/server/privacy/retention'

const path = '/settings/privacy'

export async function consentAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await answerConsent(db(), person, readForm(ConsentForm, data), clock.now())
    // Also where photos were waiting for it.
    revalidatePath('/', 'layout')
    return 'answered'
  })
}

export async function askErasureAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await askErasure(db(), person, clock.now())
    revalidatePath(path)
    return 'asked'
  })
}

export async function withdrawErasureAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await withdrawErasure(db(), person, clock.now())
    return 'withdrawn'
  })
  revalidatePath(path)
  return state
}

export async function decideErasureAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await decideErasure(db(), person, readForm(DecideForm, data), clock.now())
    return 'decided'
  })
  // Also after a conflict: the page then shows what it is now.
  revalidatePath(path)
  return state
}

export async function setRetentionAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setRetention(db(), person, person.countyId, readForm(RetentionForm, data), clock.now())
    revalidatePath(path)
    return 'set'
  })
}

export async function setQuotaAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { gigabytes } = readForm(QuotaForm, data)
    await setQuota(db(), person, person.countyId, gigabytes * 1024 ** 3, clock.now())
    revalidatePath(path)
    return 'set'
  })
}
