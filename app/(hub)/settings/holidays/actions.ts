'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { requireAccess } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { readForm, typedValues } from '@/server/forms/read-form'
import { SetHolidays } from '@/server/holidays/contract'
import { mostFileBytes, readCalendarFile } from '@/server/holidays/read-file'
import { setHolidays } from '@/server/holidays/set-holidays'
import { requireActor } from '@/server/people/current-actor'

export async function setHolidaysAction(before: FormState, data: FormData): Promise<FormState> {
  if (data.has('fill')) return fillIn(before, data)
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setHolidays(db(), person, person.countyId, readForm(SetHolidays, data), clock.now())
    revalidatePath('/', 'layout')
    return 'saved'
  })
}

/** The file's days into the two fields; they are looked through and saved by the other button. */
async function fillIn(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    requireAccess(person, 'holiday.manage', { kind: 'county', countyId: person.countyId })
    const { year } = readForm(SetHolidays.pick({ year: true }), data)
    const file = data.get('file')
    if (!(file instanceof File) || file.size === 0) throw new AppError('invalid_input', { file: 'required' })
    if (file.size > mostFileBytes) throw new AppError('too_large')
    const { off, working } = readCalendarFile(await file.text(), year)
    data.set('off', off)
    data.set('working', working)
    return 'filled'
  })
  return state.done === undefined ? state : { ...state, values: typedValues(data) }
}
