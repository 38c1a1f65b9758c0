'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { parseInput, readForm, unflatten } from '@/server/forms/read-form'
import { TopicId } from '@/server/ids'
import { requireActor } from '@/server/people/current-actor'
import { KeepChildName, NewTopic, SetTopicState } from '@/server/topics/contract'
import { proposeTopic } from '@/server/topics/propose-topic'
import { setTopicState } from '@/server/topics/set-topic-state'

export async function proposeTopicAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { place, keep, ...words } = unflatten(data)
    const [bodyId, proposedByUnitId = ''] = String(place ?? '').split(' ')
    const topic = parseInput(NewTopic, { ...words, bodyId, proposedByUnitId })
    await proposeTopic(db(), person, person.countyId, topic, clock.now(), KeepChildName.parse(keep))
    redirect('/topics')
  })
}

export async function setTopicStateAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id, ...change } = readForm(z.intersection(z.object({ id: TopicId }), SetTopicState), data)
    await setTopicState(db(), person, person.countyId, id, change, clock.now())
  })
  revalidatePath('/topics')
  return state
}
