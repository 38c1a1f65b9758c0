'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { parseInput, readForm, unflatten } from '@/server/forms/read-form'
import { BodyId, TopicId } from '@/server/ids'
import { scheduleTopic } from '@/server/meetings/set-agenda'
import { requireActor } from '@/server/people/current-actor'
import { EditTopic, KeepChildName, MergeTopics, NewTopic, ScheduleTopic, SetTopicState } from '@/server/topics/contract'
import { editTopic } from '@/server/topics/edit-topic'
import { mergeTopics } from '@/server/topics/merge-topics'
import { proposeTopic } from '@/server/topics/propose-topic'
import { setTopicDoor } from '@/server/topics/set-door'
import { setTopicState } from '@/server/topics/set-topic-state'

export async function proposeTopicAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { place, keep, ...words } = unflatten(data)
    const [bodyId, proposedByUnitId = ''] = String(place ?? '').split(' ')
    const topic = parseInput(NewTopic, { ...words, bodyId, proposedByUnitId })
    const id = await proposeTopic(db(), person, person.countyId, topic, clock.now(), KeepChildName.parse(keep))
    redirect(`/topics/${id}`)
  })
  return withTicks(state, data)
}

/** Ticked boxes of one name come back as one value: all of them, so that none has to be ticked twice. */
const withTicks = (state: FormState, data: FormData): FormState =>
  state.code === null ? state : { ...state, values: { ...state.values, tags: data.getAll('tags').join(' ') } }

export async function setTopicStateAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id, ...change } = readForm(z.intersection(z.object({ id: TopicId }), SetTopicState), data)
    await setTopicState(db(), person, person.countyId, id, change, clock.now())
  })
  revalidatePath('/topics', 'layout')
  return state
}

export async function editTopicAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await editTopic(db(), person, readForm(EditTopic, data), clock.now())
    return 'saved'
  })
  revalidatePath('/topics', 'layout')
  return withTicks(state, data)
}

export async function mergeTopicsAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await mergeTopics(db(), person, readForm(MergeTopics, data), clock.now())
  })
  revalidatePath('/topics', 'layout')
  return state
}

export async function scheduleTopicAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await scheduleTopic(db(), person, readForm(ScheduleTopic, data), clock.now())
  })
  revalidatePath('/topics', 'layout')
  return state
}

const Door = z.object({ bodyId: BodyId, isOpen: z.enum(['yes', 'no']).transform((word) => word === 'yes') })

export async function setTopicDoorAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setTopicDoor(db(), person, person.countyId, readForm(Door, data), clock.now())
    revalidatePath('/topics', 'layout')
  })
}
