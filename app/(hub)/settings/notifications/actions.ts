'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { FeedState } from '@/components/notices/feed-form'
import { makeFeed, revokeFeed } from '@/server/calendar/feed'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { parseInput } from '@/server/forms/read-form'
import { setChoices } from '@/server/notifications/choose'
import { NotificationGroup } from '@/server/notifications/contract'
import { shareOrigin } from '@/server/origin'
import { requireActor } from '@/server/people/current-actor'

export async function setChoicesAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setChoices(db(), person, parseInput(z.array(NotificationGroup), data.getAll('groups')))
    revalidatePath('/settings/notifications')
    return 'saved'
  })
}

export async function makeFeedAction(before: FeedState, data: FormData): Promise<FeedState> {
  let url: string | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    url = `${shareOrigin()}${await makeFeed(db(), person, clock.now())}`
    revalidatePath('/settings/notifications')
  })
  return { ...state, ...(url && { url }) }
}

export async function revokeFeedAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await revokeFeed(db(), person, clock.now())
    revalidatePath('/settings/notifications')
    return 'stopped'
  })
}
