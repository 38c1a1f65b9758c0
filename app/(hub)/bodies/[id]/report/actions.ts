'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'
import { EditReportForm, MakeReportForm } from '@/server/reports/contract'
import { editReport } from '@/server/reports/edit-report'
import { makeReport } from '@/server/reports/make-report'

export async function makeReportAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(MakeReportForm, data)
    const id = await makeReport(db(), person, person.countyId, input, clock.now())
    revalidatePath(`/bodies/${input.bodyId}/report`)
    redirect(`/bodies/${input.bodyId}/report/${id}`)
  })
}

export async function editReportAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await editReport(db(), person, person.countyId, readForm(EditReportForm, data), clock.now())
    return 'saved'
  })
  // Also after a conflict: the page then shows what is in force now, beside what was typed.
  revalidatePath('/bodies', 'layout')
  return state
}
