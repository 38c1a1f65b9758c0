'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { FollowRulesForm } from '@/server/follow-up/contract'
import { setFollowRules } from '@/server/follow-up/set-rules'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function followRulesAction(before: FormState, data: FormData): Promise<FormState> {
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    await setFollowRules(db(), person, person.countyId, readForm(FollowRulesForm, data), clock.now())
    return 'done'
  })
  revalidatePath('/bodies', 'layout')
  return state
}
