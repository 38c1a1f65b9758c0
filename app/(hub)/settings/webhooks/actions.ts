'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { SecretState } from '@/components/webhooks/webhook-form'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { WebhookId } from '@/server/ids'
import { requireActor } from '@/server/people/current-actor'
import { EditWebhook, NewWebhook } from '@/server/webhooks/contract'
import {
  editWebhook,
  makeWebhook,
  pauseWebhook,
  removeWebhook,
  renewWebhookSecret,
  resendDelivery,
  testWebhook,
} from '@/server/webhooks/set-webhook'

const Which = z.object({ id: WebhookId })

export async function makeWebhookAction(before: SecretState, data: FormData): Promise<SecretState> {
  let secret: string | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    secret = (await makeWebhook(db(), person, readForm(NewWebhook, data), clock.now())).secret
    revalidatePath('/settings/webhooks')
  })
  return { ...state, ...(secret !== undefined && { secret }) }
}

export async function editWebhookAction(before: SecretState, data: FormData): Promise<SecretState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await editWebhook(db(), person, readForm(EditWebhook, data), clock.now())
    revalidatePath('/settings/webhooks', 'layout')
    return 'saved'
  })
}

export async function renewWebhookAction(before: SecretState, data: FormData): Promise<SecretState> {
  let secret: string | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    secret = (await renewWebhookSecret(db(), person, readForm(Which, data).id, clock.now())).secret
  })
  return { ...state, ...(secret !== undefined && { secret }) }
}

export async function testWebhookAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await testWebhook(db(), person, readForm(Which, data).id, clock.now())
    revalidatePath('/settings/webhooks', 'layout')
    return 'tested'
  })
}

const Pause = z.object({ id: WebhookId, isPaused: z.string().transform((value) => value === '1') })

export async function pauseWebhookAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await pauseWebhook(db(), person, readForm(Pause, data), clock.now())
    revalidatePath('/settings/webhooks', 'layout')
  })
}

export async function removeWebhookAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await removeWebhook(db(), person, readForm(Which, data).id, clock.now())
    revalidatePath('/settings/webhooks', 'layout')
    redirect('/settings/webhooks')
  })
}

const Resend = z.object({ id: WebhookId, deliveryId: z.uuid() })

export async function resendDeliveryAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await resendDelivery(db(), person, readForm(Resend, data), clock.now())
    revalidatePath('/settings/webhooks', 'layout')
  })
}
