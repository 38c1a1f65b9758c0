'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { SetHolidays } from '@/server/holidays/contract'
import { setHolidays } from '@/server/holidays/set-holidays'
import { requireActor } from '@/server/people/current-actor'

export async function setHolidaysAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setHolidays(db(), person, person.countyId, readForm(SetHolidays, data), clock.now())
    revalidatePath('/', 'layout')
    return 'saved'
  })
}
