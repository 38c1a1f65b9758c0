'use server'

import { revalidatePath } from 'next/cache'
import type { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { fillRecord } from '@/server/minutes/fill-record'
import { requireActor } from '@/server/people/current-actor'
import { proposeAmendment, signAmendment } from '@/server/signing/amend'
import { confirmMinutes, objectTo } from '@/server/signing/answer'
import { answerObjection } from '@/server/signing/answer-objection'
import { circulate } from '@/server/signing/circulate'
import * as forms from '@/server/signing/contract'
import { issueMinutes } from '@/server/signing/issue'
import { reopenMinutes } from '@/server/signing/reopen'
import { signMinutes } from '@/server/signing/sign'

/** One step of a sitting's minutes; the page then shows where they stand, also after a refusal. */
function step<S extends z.ZodType>(
  form: S,
  before: FormState,
  data: FormData,
  work: (person: PersonActor, input: z.output<S>, at: Date) => Promise<unknown>,
): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await work(person, readForm(form, data), clock.now())
    revalidatePath('/meetings', 'layout')
  })
}

export async function circulateAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.Circulate, before, data, (person, input, at) => circulate(db(), person, input, at))
}
export async function fillRecordAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.FillRecord, before, data, (person, input, at) => fillRecord(db(), person, input, at))
}
export async function confirmAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.Confirm, before, data, (person, input, at) => confirmMinutes(db(), person, input, at))
}
export async function objectAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.Objection, before, data, (person, input, at) => objectTo(db(), person, input, at))
}
export async function answerObjectionAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.AnswerObjection, before, data, (person, input, at) => answerObjection(db(), person, input, at))
}
export async function reopenMinutesAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.Reopen, before, data, (person, input, at) => reopenMinutes(db(), person, input, at))
}
export async function signMinutesAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.Sign, before, data, (person, input, at) => signMinutes(db(), person, input, at))
}
export async function issueMinutesAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.Issue, before, data, (person, input, at) => issueMinutes(db(), person, input, at))
}
export async function proposeAmendmentAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.ProposeAmendment, before, data, (person, input, at) => proposeAmendment(db(), person, input, at))
}
export async function signAmendmentAction(before: FormState, data: FormData): Promise<FormState> {
  return step(forms.SignAmendment, before, data, (person, input, at) => signAmendment(db(), person, input, at))
}
