'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import { freshItem, freshSection, rowsOf, type Row } from '@/components/agenda/agenda-rows'
import { remarkOnItem } from '@/server/action-items/remark-on-item'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { changeRows, readRows, writeRows } from '@/server/forms/model'
import { parseInput, readForm, typedValues } from '@/server/forms/read-form'
import { ActionItemId, MeetingId } from '@/server/ids'
import { maxAgendaItems, SetAgenda } from '@/server/meetings/contract'
import { readMeeting } from '@/server/meetings/read'
import { readAgendaPage } from '@/server/meetings/read-agenda-page'
import { setAgenda } from '@/server/meetings/set-agenda'
import { readLastAgenda, readSeriesTemplate, saveAsTemplate, type TemplatePoint } from '@/server/meetings/template'
import { readMessages } from '@/server/messages'
import { requireActor } from '@/server/people/current-actor'

const refreshed = (meetingId: MeetingId) => {
  revalidatePath(`/meetings/${meetingId}`, 'layout')
  revalidatePath('/topics', 'layout')
}

/** Saves the agenda; every other button changes its rows and gives them back. */
export async function setAgendaAction(before: FormState, data: FormData): Promise<FormState> {
  const op = String(data.get('op') ?? 'save')
  if (op !== 'save') return changed(before, data, op)
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const input = readForm(SetAgenda, data)
    await setAgenda(db(), person, input, clock.now())
    refreshed(input.meetingId)
    return 'saved'
  })
  return state.code === 'conflict' ? withTheirs(state, data) : state
}

/** What somebody else put on the agenda meanwhile stands at the end, so that saving again throws nothing of theirs away. */
async function withTheirs(state: FormState, data: FormData): Promise<FormState> {
  const { person } = await requireActor()
  const meeting = await readMeeting(db(), person, parseInput(MeetingId, data.get('meetingId')))
  const known = new Set(String(data.get('known') ?? '').split(' '))
  const rows = readRows(state.values, 'agenda')
  const theirs = rowsOf(meeting.agenda.filter((item) => !known.has(item.id) && !rows.some((row) => row.id === item.id)))
  refreshed(meeting.id)
  return { ...state, values: writeRows(state.values, 'agenda', [...rows, ...theirs]) }
}

async function changed(before: FormState, data: FormData, op: string): Promise<FormState> {
  const turn = before.turn + 1
  const values = typedValues(data)
  const rows = readRows(values, 'agenda')
  const most = 2 * maxAgendaItems - 1
  const done = (next: Row[]): FormState => ({
    code: null,
    fields: {},
    values: writeRows(values, 'agenda', next.slice(0, most)),
    turn,
  })
  if (op === 'add') return done([...rows, freshItem])
  if (op === 'section') return done([...rows, freshSection])
  if (/^(up|down|remove)\.\d+$/.test(op)) return done(changeRows(rows, op, freshItem, most))
  return formAction(before, data, async () => {}).then(async (state) => {
    const more = await newRows(data, op)
    return { ...state, ...done(op === 'followUp' ? [...more, ...rows] : [...rows, ...more]) }
  })
}

/** Rows that are read from elsewhere: the standing point, a topic that waits, the last sitting, the series' template. */
async function newRows(data: FormData, op: string): Promise<Row[]> {
  const { person, county } = await requireActor()
  const meeting = await readMeeting(db(), person, parseInput(MeetingId, data.get('meetingId')))
  const page = await readAgendaPage(db(), person, meeting)
  if (!meeting.mayManage) return []
  const hasOne = readRows(typedValues(data), 'agenda').some((row) => row.isFollowUp === '1')
  const rows = (points: readonly TemplatePoint[]) =>
    rowsOf(
      points
        .filter((point) => !hasOne || !point.isFollowUp)
        .map(({ presenterUnitId, ...point }) => ({
          ...point,
          id: '',
          topicId: null,
          isRestricted: false,
          presenter: presenterUnitId ? { id: presenterUnitId } : null,
        })),
    )
  if (op === 'followUp')
    return [{ ...freshItem, title: readMessages(county.locale).agenda.followUpTitle, isFollowUp: '1' }]
  if (op === 'copy') return rows(await readLastAgenda(db(), person.countyId, { ...page, startsAt: meeting.startsAt }))
  if (op === 'template') return rows(await readSeriesTemplate(db(), person.countyId, page.seriesId))
  const topic = page.backlog.find((each) => op === `topic.${each.id}`)
  if (!topic) return []
  return [{ ...freshItem, topicId: topic.id, title: topic.title, presenterUnitId: topic.unit?.id ?? '' }]
}

const OneMeeting = z.object({ meetingId: MeetingId })

export async function saveTemplateAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { meetingId } = readForm(OneMeeting, data)
    await saveAsTemplate(db(), person, meetingId, clock.now())
    refreshed(meetingId)
  })
}

const Remark = OneMeeting.extend({
  id: ActionItemId,
  remark: z.string().trim().min(1, 'required').max(1000, 'tooLong'),
})

export async function remarkOnItemAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const remark = readForm(Remark, data)
    await remarkOnItem(db(), person, remark, clock.now())
    refreshed(remark.meetingId)
  })
}
