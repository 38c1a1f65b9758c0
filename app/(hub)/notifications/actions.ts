'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { MarkRead, OpenNotification } from '@/server/notifications/contract'
import { markRead } from '@/server/notifications/mark-read'
import { readNotification } from '@/server/notifications/read'
import { requireActor } from '@/server/people/current-actor'

export async function markReadAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await markRead(db(), person, readForm(MarkRead, data), clock.now())
    revalidatePath('/', 'layout')
    return 'read'
  })
}

/** Reads it and goes where it leads: a form, since following a link must change nothing. */
export async function openNotificationAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id } = readForm(OpenNotification, data)
    const told = await readNotification(db(), person, id)
    if (!told) throw new AppError('not_found')
    await markRead(db(), person, { id }, clock.now())
    revalidatePath('/', 'layout')
    redirect(told.href)
  })
}
