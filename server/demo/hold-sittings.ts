// The sittings of two years: ended ones with their minutes, one that is live now, two that are planned.
import type { CreatedMeeting } from '@/server/meetings/create-meeting'
import { createMeeting } from '@/server/meetings/create-meeting'
import { endMeeting } from '@/server/meetings/end-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { readAgenda } from '@/server/meetings/read'
import { MessageId, SeriesId, type MeetingId, type SeatId, type TopicId } from '@/server/ids'
import { goToAgendaItem } from '@/server/rooms/go-to-agenda-item'
import { makeSeatLink } from '@/server/rooms/make-seat-link'
import { raiseHand } from '@/server/rooms/raise-hand'
import { readSeat } from '@/server/rooms/read-seat'
import { requestEntry } from '@/server/rooms/request-entry'
import { sendChat } from '@/server/rooms/send-chat'
import { setTopicState } from '@/server/topics/set-topic-state'
import type { PersonKey, UnitKey } from './cast'
import { earlyMinutes, minutesOf } from './ledger'
import { holdVotes } from './hold-votes'
import { commentMinutes } from './comment-minutes'
import { issueEarlier } from './issue-minutes'
import { momentOf, type Stage } from './stage'
import type { TopicKey } from './propose-topics'
import { reportItems } from './report-items'
import { takeAttendance } from './take-attendance'
import { writeSitting } from './write-sitting'

type Point = { title: string; topic?: TopicKey; unit: UnitKey; minutes: number }
type Plan = { kind: string; title: string; place: string; startsAt: Date; endsAt: Date; agenda: readonly Point[] }

export type HeldSittings = {
  meetings: { finished: MeetingId; live: MeetingId; planned: MeetingId }
  joinCode: string
  guestSeat: SeatId
  parentPath: string
}

const minute = 60_000

/** Days before the demo's day of the joint sittings No. 1 to 6: every quarter. */
const jointDays = [637, 546, 455, 364, 182, 84] as const

export async function holdSittings(stage: Stage, topics: Record<TopicKey, TopicId>): Promise<HeldSittings> {
  const { say } = stage
  const title = jointTitles(stage)
  const standing: Point = { title: say('meetings.standing'), unit: 'education', minutes: 15 }
  const other: Point = { title: say('meetings.other'), unit: 'government', minutes: 5 }
  const topic = (key: TopicKey, unit: UnitKey, minutes: number): Point => ({
    title: say(`topics.${key}.title`),
    topic: key,
    unit,
    minutes,
  })
  const work: Point = { title: say('meetings.work'), unit: 'government', minutes: 60 }
  const agendas: Record<number, readonly Point[]> = {
    5: [standing, { ...work, minutes: 40 }, { ...other, minutes: 20 }],
    6: [
      standing,
      topic('interaction', 'primary', 25),
      topic('resources', 'health', 20),
      topic('society', 'culture', 30),
      { ...other, minutes: 10 },
    ],
  }
  let finished: CreatedMeeting | null = null
  for (const [index, daysAgo] of jointDays.entries()) {
    const number = index + 1
    const held = await holdSitting(
      stage,
      {
        kind: 'joint',
        title: title(daysAgo),
        place: say('meetings.hall'),
        ...hours(stage, -daysAgo, '14:30', 100),
        agenda: agendas[number] ?? [standing, work],
      },
      topics,
      number === 6 ? (meetingId, from) => holdVotes(stage, meetingId, from) : undefined,
    )
    const sections = number === 5 || number === 6 ? minutesOf[number] : earlyMinutes
    await writeSitting(stage, held, sections, momentOf(stage, -daysAgo, '16:00'))
    if (number === 5) await issueEarlier(stage, held.meetingId, daysAgo)
    if (number === 6) {
      await commentMinutes(stage, held, daysAgo)
      finished = held
    }
  }
  for (const [kind, name, daysAgo] of [
    ['liaison', 'liaison', 194],
    ['coordination', 'coordination', 150],
    ['liaison', 'liaison', 103],
    ['coordination', 'coordination', 63],
    ['liaison', 'liaison', 9],
  ] as const) {
    const agenda: Point[] = [
      { title: say('meetings.exchange'), unit: 'education', minutes: 40 },
      { title: say('meetings.agendaCheck'), unit: 'education', minutes: 20 },
    ]
    const plan = { kind, title: say(`meetings.${name}`), place: say('meetings.online'), agenda }
    const held = await holdSitting(stage, { ...plan, ...hours(stage, -daysAgo, '10:00', 60) }, topics)
    await writeSitting(stage, held, earlyMinutes, momentOf(stage, -daysAgo, '10:50'))
  }
  for (const key of ['interaction', 'resources', 'society'] as const) {
    const when = momentOf(stage, -83, '09:00')
    const change = { from: 'scheduled', to: 'discussed', reason: '' } as const
    await setTopicState(stage.db, await stage.as('secretary', when), stage.countyId, topics[key], change, when)
  }
  await reportItems(stage, [5, 6])
  const live = await goLive(stage, topics, title(0), [
    standing,
    topic('mechanism', 'police', 35),
    topic('family', 'women', 45),
    other,
  ])
  await reportItems(stage, [7])
  const secretary = await stage.as('secretary', stage.at)
  const next = await createMeeting(
    stage.db,
    secretary,
    input(stage, topics, {
      kind: 'liaison',
      title: say('meetings.liaison'),
      place: say('meetings.online'),
      ...hours(stage, 12, '10:00', 60),
      agenda: [
        { title: say('meetings.exchange'), unit: 'education', minutes: 40 },
        { title: say('meetings.agendaCheck'), unit: 'education', minutes: 20 },
      ],
    }),
    stage.at,
  )
  await createMeeting(
    stage.db,
    secretary,
    input(stage, topics, {
      kind: 'parents-assembly',
      title: say('meetings.parents'),
      place: say('meetings.hall'),
      ...hours(stage, 40, '18:30', 90),
      agenda: [{ title: say('meetings.parentsVoice'), unit: 'parents', minutes: 90 }],
    }),
    stage.at,
  )
  const meetings = { finished: finished!.meetingId, live: live.meetingId, planned: next.meetingId }
  return { meetings, joinCode: live.joinCode, guestSeat: live.guestSeat, parentPath: live.parentPath }
}

/** 2026年第三次…: counted within the year of its day. */
function jointTitles(stage: Stage) {
  const days = [...jointDays, 0]
  const yearOf = (daysAgo: number) => momentOf(stage, -daysAgo, '12:00').toISOString().slice(0, 4)
  return (daysAgo: number) => {
    const year = yearOf(daysAgo)
    const n = days.filter((each) => yearOf(each) === year && each >= daysAgo).length
    return stage.say('meetings.joint', { year, n: String(n) })
  }
}

const hours = (stage: Stage, days: number, time: string, minutes: number) => {
  const startsAt = momentOf(stage, days, time)
  return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * minute) }
}

const input = (stage: Stage, topics: Record<TopicKey, TopicId>, plan: Plan) => ({
  bodyId: stage.bodyId,
  seriesId: SeriesId.parse(stage.seriesIds[plan.kind]),
  title: plan.title,
  place: plan.place,
  startsAt: plan.startsAt,
  endsAt: plan.endsAt,
  agenda: plan.agenda.map((point) => ({
    title: point.title,
    isFollowUp: point.title === stage.say('meetings.standing'),
    topicId: point.topic ? topics[point.topic] : null,
    presenterUnitId: stage.units[point.unit],
    minutesPlanned: point.minutes,
  })),
})

async function holdSitting(
  stage: Stage,
  plan: Plan,
  topics: Record<TopicKey, TopicId>,
  meanwhile: (meetingId: MeetingId, from: Date) => Promise<void> = async () => {},
): Promise<CreatedMeeting> {
  const planned = new Date(plan.startsAt.getTime() - 14 * 86_400_000)
  const secretary = await stage.as('secretary', planned)
  const created = await createMeeting(stage.db, secretary, input(stage, topics, plan), planned)
  await openMeeting(stage.db, secretary, created, plan.startsAt)
  await meanwhile(created.meetingId, plan.startsAt)
  // Before the end, which writes it into the minutes.
  await takeAttendance(stage, created.meetingId, plan.startsAt, plan.endsAt)
  await endMeeting(stage.db, secretary, created, plan.endsAt)
  return created
}

/** The sitting that has been open for 25 minutes, at its second point, with some of the seats taken. */
async function goLive(stage: Stage, topics: Record<TopicKey, TopicId>, title: string, agenda: readonly Point[]) {
  const { db, at, countyId, say } = stage
  const opened = new Date(at.getTime() - 25 * minute)
  const planned = new Date(at.getTime() - 10 * 86_400_000)
  const plan: Plan = {
    kind: 'joint',
    title,
    place: say('meetings.hall'),
    startsAt: opened,
    endsAt: new Date(at.getTime() + 75 * minute),
    agenda,
  }
  const secretary = await stage.as('secretary', at)
  const created = await createMeeting(db, secretary, input(stage, topics, plan), planned)
  const { meetingId } = created
  // Made while it is planned, as a secretary would send it: the parent is let in without knocking.
  const guest = { name: say('people.parentGuest'), unitId: stage.units.parents, role: 'speaker' as const }
  const link = await makeSeatLink(db, secretary, { meetingId, seat: guest, isAdmitted: true }, planned)
  await openMeeting(db, secretary, { meetingId }, opened)
  const seated: PersonKey[] = ['secretary', 'police', 'primary', 'library', 'women', 'rural']
  const seatIds = {} as Record<PersonKey, SeatId>
  for (const [index, key] of seated.entries()) {
    const when = new Date(opened.getTime() + index * minute)
    const entry = await requestEntry(db, await stage.as(key, when), { entrance: 'member', meetingId }, when)
    seatIds[key] = entry.seatId
  }
  const points = await readAgenda(db, countyId, meetingId)
  const runs = (await readSeat(db, countyId, seatIds.secretary))!
  const then = (minutes: number) => new Date(opened.getTime() + minutes * minute)
  await goToAgendaItem(db, runs, { meetingId, agendaItemId: points[0]!.id }, then(2))
  await goToAgendaItem(db, runs, { meetingId, agendaItemId: points[1]!.id }, then(16))
  await writeSitting(stage, created, minutesOf[7], then(20))
  for (const [index, key] of (['secretary', 'library', 'primary'] as const).entries()) {
    const seat = (await readSeat(db, countyId, seatIds[key]))!
    const id = MessageId.parse(crypto.randomUUID())
    await sendChat(db, seat, { meetingId, id, text: say(`chat.${key}`) }, then(18 + index))
  }
  await raiseHand(db, (await readSeat(db, countyId, seatIds.women))!, { meetingId }, then(24))
  return { ...created, guestSeat: link.seatId, parentPath: link.path }
}
