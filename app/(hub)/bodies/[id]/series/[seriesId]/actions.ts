'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'
import { changeDate } from '@/server/series/change-date'
import { ChangeDate, PlanSeries, RemoveRule, SeriesRuleForm } from '@/server/series/contract'
import { planSittings } from '@/server/series/plan-sittings'
import { removeSeriesRule, setSeriesRule } from '@/server/series/set-rule'

export async function setRuleAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setSeriesRule(db(), person, person.countyId, readForm(SeriesRuleForm, data), clock.now())
    revalidatePath('/', 'layout')
    return 'saved'
  })
}

export async function removeRuleAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await removeSeriesRule(db(), person, person.countyId, readForm(RemoveRule, data), clock.now())
    revalidatePath('/', 'layout')
  })
}

export async function changeDateAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await changeDate(db(), person, person.countyId, readForm(ChangeDate, data), clock.now())
    revalidatePath('/', 'layout')
  })
}

/** Done: how many sittings, and how many that prepare them. */
export async function planAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const made = await planSittings(db(), person, person.countyId, readForm(PlanSeries, data), clock.now())
    revalidatePath('/', 'layout')
    return `${made.sittings} ${made.liaison}`
  })
}
