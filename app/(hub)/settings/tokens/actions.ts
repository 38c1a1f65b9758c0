'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import type { TokenState } from '@/components/api-tokens/token-form'
import { NewToken, RevokeToken } from '@/server/api-tokens/contract'
import { makeOwnToken, revokeOwnToken } from '@/server/api-tokens/own'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function makeTokenAction(before: TokenState, data: FormData): Promise<TokenState> {
  let made: string | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    made = await makeOwnToken(db(), person, readForm(NewToken, data), clock.now())
    revalidatePath('/settings/tokens')
  })
  return { ...state, ...(made !== undefined && { made }) }
}

export async function revokeTokenAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await revokeOwnToken(db(), person, readForm(RevokeToken, data).id, clock.now())
    revalidatePath('/settings/tokens')
  })
}
