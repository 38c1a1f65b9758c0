'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { CountySettings } from '@/server/counties/contract'
import { setCounty } from '@/server/counties/set-county'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function setCountyAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await setCounty(db(), person, person.countyId, readForm(CountySettings, data), clock.now())
    revalidatePath('/', 'layout')
    return 'saved'
  })
}
