'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { ReplyState } from '@/components/notices/reply-form'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { MeetingId, UnitId } from '@/server/ids'
import { CancelForm, ChangeForm, ReplyForm, SendNoticeForm } from '@/server/notices/contract'
import { mostBytes } from '@/server/notices/read-ics'
import { recordCalendarReply } from '@/server/notices/record-ics'
import { reply } from '@/server/notices/reply'
import { cancelSitting, changeSitting, inviteUnits, sendNotice } from '@/server/notices/send-notice'
import { shareOrigin } from '@/server/origin'
import { requireActor } from '@/server/people/current-actor'

/** Ticked units come as several fields of one name. */
const unitsOf = (data: FormData) => {
  const parsed = z.array(UnitId).safeParse(data.getAll('unitIds'))
  if (!parsed.success) throw new AppError('invalid_input', { unitIds: 'unknown' })
  return parsed.data
}
const refresh = (meetingId: string) => revalidatePath(`/meetings/${meetingId}`, 'layout')

export async function sendNoticeAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const unitIds = unitsOf(data)
    const input = readForm(SendNoticeForm.omit({ unitIds: true }), data)
    await sendNotice(db(), person, { ...input, unitIds }, clock.now())
    refresh(input.meetingId)
    return 'sent'
  })
}

export async function inviteUnitsAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const unitIds = unitsOf(data)
    const { meetingId } = readForm(z.object({ meetingId: MeetingId }), data)
    await inviteUnits(db(), person, { meetingId, unitIds }, clock.now())
    refresh(meetingId)
    return 'done'
  })
}

export async function changeSittingAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(ChangeForm, data)
    await changeSitting(db(), person, input, clock.now())
    refresh(input.meetingId)
    return 'done'
  })
}

export async function cancelSittingAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(CancelForm, data)
    await cancelSitting(db(), person, input, clock.now())
    refresh(input.meetingId)
    return 'done'
  })
}

const answer = async (before: ReplyState, data: FormData, via: 'app' | 'phone'): Promise<ReplyState> => {
  let proxyUrl: string | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(ReplyForm, data)
    const { proxyPath } = await reply(db(), { via, actor: person }, input, clock.now())
    if (proxyPath) proxyUrl = `${shareOrigin()}${proxyPath}`
    refresh(input.meetingId)
    return 'done'
  })
  return { ...state, ...(proxyUrl && { proxyUrl }) }
}

export async function replyAction(before: ReplyState, data: FormData): Promise<ReplyState> {
  return answer(before, data, 'app')
}

export async function recordReplyAction(before: ReplyState, data: FormData): Promise<ReplyState> {
  return answer(before, data, 'phone')
}

export async function recordIcsAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const file = data.get('file')
    const { meetingId } = readForm(z.object({ meetingId: MeetingId }), data)
    if (!(file instanceof File) || file.size === 0) throw new AppError('invalid_input', { file: 'required' })
    if (file.size > mostBytes) throw new AppError('too_large')
    const isNew = await recordCalendarReply(db(), person, { meetingId, text: await file.text() }, clock.now())
    refresh(meetingId)
    return isNew ? 'done' : 'old'
  })
}
