'use server'

import { revalidatePath } from 'next/cache'
import { formAction } from '@/app/form-action'
import { addOnSite, leaveSite } from '@/server/attendance/add-on-site'
import { confirmAttendance } from '@/server/attendance/confirm'
import { ConfirmForm, OnSiteForm, OnSiteLeftForm } from '@/server/attendance/contract'
import { toLines } from '@/server/attendance/read-form'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { readMeeting } from '@/server/meetings/read'
import { requireActor } from '@/server/people/current-actor'

export async function confirmAttendanceAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { meetingId, base, entries } = readForm(ConfirmForm, data)
    const meeting = await readMeeting(db(), person, meetingId)
    await confirmAttendance(db(), person, { meetingId, base, lines: toLines(entries, meeting) }, clock.now())
    revalidatePath(`/meetings/${meetingId}`, 'layout')
    return 'confirmed'
  })
}

export async function addOnSiteAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(OnSiteForm, data)
    await addOnSite(db(), person, input, clock.now())
    revalidatePath(`/meetings/${input.meetingId}`, 'layout')
    return 'added'
  })
}

export async function leaveSiteAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(OnSiteLeftForm, data)
    await leaveSite(db(), person, input, clock.now())
    revalidatePath(`/meetings/${input.meetingId}`, 'layout')
    return 'left'
  })
}
