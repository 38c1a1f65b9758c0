'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { GuestLinkState } from '@/components/meetings/guest-links'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { changeRows, readRows, writeRows } from '@/server/forms/model'
import { parseInput, readForm, typedValues } from '@/server/forms/read-form'
import { MeetingId, SeatId, UnitId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { endMeeting } from '@/server/meetings/end-meeting'
import { listGuests } from '@/server/meetings/list-guests'
import { openMeeting } from '@/server/meetings/open-meeting'
import { readMeeting } from '@/server/meetings/read'
import { MeetingForm, toNewMeeting } from '@/server/meetings/read-form'
import { restoreVersion } from '@/server/minutes/restore'
import { shareOrigin } from '@/server/origin'
import { PersonName } from '@/server/people/contract'
import { requireActor } from '@/server/people/current-actor'
import { drawQr } from '@/server/qr'
import { makeSeatLink } from '@/server/rooms/make-seat-link'
import { revokeSeatLinks } from '@/server/rooms/revoke-seat-link'

const freshRow = { topicId: '', title: '', presenterUnitId: '', minutesPlanned: '15' }

export async function planMeetingAction(before: FormState, data: FormData): Promise<FormState> {
  const op = String(data.get('op') ?? 'save')
  if (op !== 'save') {
    const values = typedValues(data)
    const rows = changeRows(readRows(values, 'agenda'), op, freshRow, 60)
    return { code: null, fields: {}, values: writeRows(values, 'agenda', rows), turn: before.turn + 1 }
  }
  const state = await formAction(before, data, async () => {
    const { person, county } = await requireActor()
    const input = await toNewMeeting(db(), person, county.timeZone, readForm(MeetingForm, data))
    const { meetingId } = await createMeeting(db(), person, input, clock.now())
    redirect(`/meetings/${meetingId}`)
  })
  return state
}

const OneMeeting = z.object({ meetingId: MeetingId })

export async function openMeetingAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { meetingId } = readForm(OneMeeting, data)
    await openMeeting(db(), person, { meetingId }, clock.now())
    revalidatePath('/meetings', 'layout')
  })
}

export async function endMeetingAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { meetingId } = readForm(OneMeeting, data)
    await endMeeting(db(), person, { meetingId }, clock.now())
    revalidatePath('/meetings', 'layout')
  })
}

const OneVersion = OneMeeting.extend({ seq: z.coerce.number().int().min(0) })

export async function restoreVersionAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { meetingId, seq } = readForm(OneVersion, data)
    const { documentId } = await readMeeting(db(), person, meetingId)
    const restored = await restoreVersion(db(), person, { documentId, seq }, clock.now())
    redirect(`/meetings/${meetingId}/history?restored=${restored === null ? 'none' : 'yes'}`)
  })
}

const NewGuest = OneMeeting.extend({
  name: PersonName,
  unitId: z.preprocess((value) => (value === '' ? null : (value ?? null)), UnitId.nullable()),
  role: z.enum(['speaker', 'listener', 'observer']),
  isAdmitted: z.literal('yes').optional(),
})
const KnownGuest = OneMeeting.extend({ seatId: SeatId })

export async function guestLinkAction(before: GuestLinkState, data: FormData): Promise<GuestLinkState> {
  let link: GuestLinkState['link']
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const at = clock.now()
    const op = parseInput(z.enum(['make', 'again', 'revoke']), data.get('op') ?? 'make')
    if (op === 'revoke') {
      await revokeSeatLinks(db(), person, readForm(KnownGuest, data), at)
    } else if (op === 'again') {
      const { meetingId, seatId } = readForm(KnownGuest, data)
      const guest = (await listGuests(db(), person, meetingId, at)).find((each) => each.seatId === seatId)
      if (!guest) throw new AppError('not_found')
      const made = await makeSeatLink(db(), person, { meetingId, seat: seatId }, at)
      link = toShare(guest.name, made.path)
    } else {
      const { meetingId, isAdmitted, ...seat } = readForm(NewGuest, data)
      const made = await makeSeatLink(db(), person, { meetingId, seat, isAdmitted: isAdmitted !== undefined }, at)
      link = toShare(seat.name, made.path)
    }
    revalidatePath('/meetings', 'layout')
  })
  return { ...state, ...(link && { link }) }
}

function toShare(name: string, path: string) {
  const url = `${shareOrigin()}${path}`
  return { name, url, qr: drawQr(url) }
}
