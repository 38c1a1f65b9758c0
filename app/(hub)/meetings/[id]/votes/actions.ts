'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'
import { cancelVote, closeVote } from '@/server/votes/close-vote'
import { EndVote } from '@/server/votes/contract'

/** From the page of the sitting, for whoever runs it and is not in the room. */
export async function endVoteAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { op, ...target } = readForm(EndVote, data)
    await (op === 'close' ? closeVote : cancelVote)(db(), person, target, clock.now())
    revalidatePath(`/meetings/${target.meetingId}`, 'layout')
    return op === 'close' ? 'closed' : 'cancelled'
  })
}
