'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { FileForm } from '@/server/files/contract'
import { removeFile, restoreFile } from '@/server/files/remove-file'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { requireActor } from '@/server/people/current-actor'

export async function removeFileAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await removeFile(db(), person, readForm(FileForm, data).id, clock.now())
    // A file shows on topics, sittings, action items and bodies alike.
    revalidatePath('/', 'layout')
    return 'removed'
  })
}

export async function restoreFileAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await restoreFile(db(), person, readForm(FileForm, data).id, clock.now())
    revalidatePath('/', 'layout')
    return 'restored'
  })
}
