'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { HandOverForm, ItemLinkForm, LabelForm, SplitForm } from '@/server/action-items/contract'
import { handOverItem } from '@/server/action-items/hand-over'
import { makeItemLink, revokeItemLinks } from '@/server/action-items/make-link'
import { setLabels } from '@/server/action-items/set-labels'
import { setParent } from '@/server/action-items/set-parent'
import { splitItem } from '@/server/action-items/split-item'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { ActionItemId } from '@/server/ids'
import { shareOrigin } from '@/server/origin'
import { requireActor } from '@/server/people/current-actor'

const Id = z.object({ id: ActionItemId })
const optionalItem = z.preprocess((value) => (value === '' ? null : (value ?? null)), ActionItemId.nullable())

async function after(state: Promise<FormState>): Promise<FormState> {
  const answer = await state
  revalidatePath('/action-items', 'layout')
  return answer
}

export async function handOverAction(before: FormState, data: FormData): Promise<FormState> {
  return after(
    formAction(before, data, async () => {
      const { person } = await requireActor()
      const { id, ...input } = readForm(HandOverForm.extend(Id.shape), data)
      await handOverItem(db(), person, person.countyId, id, input, clock.now())
      return 'done'
    }),
  )
}

export async function splitItemAction(before: FormState, data: FormData): Promise<FormState> {
  return after(
    formAction(before, data, async () => {
      const { person } = await requireActor()
      const { id, ...input } = readForm(SplitForm.extend(Id.shape), data)
      await splitItem(db(), person, person.countyId, id, input, clock.now())
      return 'done'
    }),
  )
}

export async function labelItemAction(before: FormState, data: FormData): Promise<FormState> {
  return after(
    formAction(before, data, async () => {
      const { person } = await requireActor()
      const { id, ...input } = readForm(LabelForm.extend(Id.shape), data)
      await setLabels(db(), person, person.countyId, id, input, clock.now())
      return 'done'
    }),
  )
}

export async function setParentAction(before: FormState, data: FormData): Promise<FormState> {
  return after(
    formAction(before, data, async () => {
      const { person } = await requireActor()
      const { id, parentId } = readForm(Id.extend({ parentId: optionalItem }), data)
      await setParent(db(), person, person.countyId, id, parentId, clock.now())
      return 'done'
    }),
  )
}

export async function itemLinkAction(before: FormState, data: FormData): Promise<FormState> {
  return after(
    formAction(before, data, async () => {
      const { person } = await requireActor()
      const form = readForm(ItemLinkForm.extend({ ...Id.shape, op: z.enum(['make', 'revoke']) }), data)
      const { countyId } = person
      if (form.op === 'revoke') {
        await revokeItemLinks(db(), person, countyId, form.id, form.personId, clock.now())
        return undefined
      }
      const { path } = await makeItemLink(db(), person, countyId, form.id, form.personId, clock.now())
      return `${shareOrigin()}${path}`
    }),
  )
}
