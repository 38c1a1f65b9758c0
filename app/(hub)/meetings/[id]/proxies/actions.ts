'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import type { ProxyState } from '@/components/meetings/proxies'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { NewProxy, WithdrawProxy } from '@/server/meetings/contract'
import { shareOrigin } from '@/server/origin'
import { requireActor } from '@/server/people/current-actor'
import { drawQr } from '@/server/qr'
import { nameProxy, withdrawProxy } from '@/server/rooms/name-proxy'

export async function nameProxyAction(before: ProxyState, data: FormData): Promise<ProxyState> {
  let link: ProxyState['link']
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { meetingId, membershipId, proxy } = readForm(NewProxy, data)
    const made = await nameProxy(db(), person, { meetingId, membershipId, proxy }, clock.now())
    const url = `${shareOrigin()}${made.path}`
    link = { name: made.name, url, qr: drawQr(url) }
    revalidatePath(`/meetings/${meetingId}`, 'layout')
    return 'named'
  })
  return { ...state, ...(link && { link }) }
}

export async function withdrawProxyAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(WithdrawProxy, data)
    await withdrawProxy(db(), person, input, clock.now())
    revalidatePath(`/meetings/${input.meetingId}`, 'layout')
    return 'withdrawn'
  })
}
