'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { askExtension } from '@/server/action-items/ask-extension'
import { chaseItem } from '@/server/action-items/chase'
import { commentItem } from '@/server/action-items/comment'
import { AskExtensionForm, DecideExtensionForm, ReportForm, WordForm } from '@/server/action-items/contract'
import { decideExtension } from '@/server/action-items/decide-extension'
import { reportItem } from '@/server/action-items/report'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { ActionItemId } from '@/server/ids'
import { requireActor } from '@/server/people/current-actor'

async function act(
  before: FormState,
  data: FormData,
  work: (person: PersonActor, id: ActionItemId, at: Date) => Promise<unknown>,
): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await work(person, ActionItemId.parse(data.get('id')), clock.now())
    return 'done'
  })
  // Also after a conflict: the page then shows what is there now.
  revalidatePath('/action-items', 'layout')
  revalidatePath('/')
  return state
}

export async function reportAction(before: FormState, data: FormData): Promise<FormState> {
  return act(before, data, (person, id, at) =>
    reportItem(db(), person, person.countyId, id, readForm(ReportForm, data), at),
  )
}

export async function askExtensionAction(before: FormState, data: FormData): Promise<FormState> {
  return act(before, data, (person, id, at) =>
    askExtension(db(), person, person.countyId, id, readForm(AskExtensionForm, data), at),
  )
}

export async function decideExtensionAction(before: FormState, data: FormData): Promise<FormState> {
  return act(before, data, (person, id, at) =>
    decideExtension(db(), person, person.countyId, id, readForm(DecideExtensionForm, data), at),
  )
}

export async function chaseAction(before: FormState, data: FormData): Promise<FormState> {
  return act(before, data, (person, id, at) =>
    chaseItem(db(), person, person.countyId, id, readForm(WordForm, data), at),
  )
}

export async function commentAction(before: FormState, data: FormData): Promise<FormState> {
  return act(before, data, (person, id, at) =>
    commentItem(db(), person, person.countyId, id, readForm(WordForm, data), at),
  )
}
