'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { SessionId } from '@/server/ids'
import { changePassword } from '@/server/people/change-password'
import { ChangePasswordForm } from '@/server/people/contract'
import { requireActor } from '@/server/people/current-actor'
import { endOwnSession } from '@/server/people/end-session'

export async function changePasswordAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await changePassword(db(), person, readForm(ChangePasswordForm, data), clock.now())
    revalidatePath('/settings')
    return 'changed'
  })
}

export async function endSessionAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id } = readForm(z.object({ id: SessionId }), data)
    await endOwnSession(db(), person, id, clock.now())
    if (id === person.sessionId) redirect('/sign-in')
    revalidatePath('/settings')
  })
}
