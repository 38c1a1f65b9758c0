// A notice leaves in versions: the notice, its changes, a cancellation. Each is kept as it was sent; people are told in the
// same transaction. The sitting's row lock puts two senders one after the other.
import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodyUnits, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { notices, noticeUnits } from '@/db/schema/notices'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { MeetingId, UnitId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { typedTimes } from '@/server/meetings/zoned-time'
import { holdersOf, tellAll } from '@/server/notifications/tell'
import { changeRoom, lockMeeting, publishChange, type RoomRow } from '@/server/rooms/change-room'
import type { NoticeAgenda, SendNotice } from './contract'
import { liaisonOf, liaisonTimes } from './move-liaison'

type Kind = 'notice' | 'change' | 'cancellation'
const told = { notice: 'meeting.notice', change: 'meeting.changed', cancellation: 'meeting.cancelled' } as const
const everyone = ['convenor', 'deputy-convenor', 'member', 'liaison', 'secretary', 'observer'] as const

/** @throws meeting_over, meeting_cancelled; conflict where it was sent; invalid_input unitIds `required`, `unknown` */
export function sendNotice(db: Db, actor: Actor, input: SendNotice, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'notice.send', at, async (tx, room) => {
    requirePlanned(room)
    if ((await lastVersion(tx, room)) > 0) throw new AppError('conflict')
    await invite(tx, room, input.unitIds)
    return send(tx, actor, room, { kind: 'notice', greeting: input.greeting, reason: '' }, at)
  })
}

/** Units that were left out before; told what is in force. Those that have it are not told again. */
export function inviteUnits(db: Db, actor: Actor, input: { meetingId: MeetingId; unitIds: UnitId[] }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'notice.send', at, async (tx, room) => {
    requirePlanned(room)
    const version = await lastVersion(tx, room)
    if (version === 0) throw new AppError('conflict')
    await invite(tx, room, input.unitIds)
    await tellUnits(tx, room, 'meeting.notice', version, input.unitIds, at)
    const detail = { version, units: input.unitIds.length }
    return { result: version, topic: 'meeting', event: { verb: 'notice.invite', detail } }
  })
}

export type Change = {
  meetingId: MeetingId
  day: string
  from: string
  until: string
  place: string
  reason: string
  /** The meeting that settles its agenda goes with it. */
  withLiaison?: boolean
}

/**
 * Another time or place, by the county's clock; whoever had the notice is told.
 * @throws invalid_input from and until `notOnClock`, until `invalid`, day `invalid`, `unchanged`, withLiaison `liaisonPast`
 */
export function changeSitting(db: Db, actor: Actor, input: Change, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'notice.send', at, async (tx, room) => {
    requirePlanned(room)
    const [county] = await tx
      .select({ timeZone: counties.timeZone })
      .from(counties)
      .where(eq(counties.id, room.countyId))
    const { timeZone } = county!
    const { startsAt, endsAt } = typedTimes(input, timeZone)
    if (endsAt <= startsAt) throw new AppError('invalid_input', { until: 'invalid' })
    if (startsAt <= at) throw new AppError('invalid_input', { day: 'invalid' })
    if (isAt(room, { startsAt, endsAt }) && input.place === room.place)
      throw new AppError('invalid_input', { day: 'unchanged' })
    if (input.withLiaison) await moveLiaison(tx, actor, room, { startsAt, timeZone, reason: input.reason }, at)
    return move(tx, actor, room, { startsAt, endsAt, place: input.place }, input.reason, at)
  })
}

type Times = { startsAt: Date; endsAt: Date }
const isAt = (room: RoomRow, { startsAt, endsAt }: Times) =>
  startsAt.getTime() === room.startsAt.getTime() && endsAt.getTime() === room.endsAt.getTime()

async function move(tx: Tx, actor: Actor, room: RoomRow, to: Times & { place: string }, reason: string, at: Date) {
  await tx.update(meetings).set(to).where(isRoom(room))
  // Nobody was told of the old one.
  if ((await lastVersion(tx, room)) === 0) {
    await noteUntold(tx, room, at)
    const event = { verb: 'notice.change', detail: { version: 0 } }
    return { result: 0, topic: 'meeting' as const, event }
  }
  return send(tx, actor, { ...room, ...to }, { kind: 'change', greeting: '', reason }, at)
}

/** Its row is held after the sitting's: what prepares a sitting is never prepared by it. */
async function moveLiaison(
  tx: Tx,
  actor: Actor,
  sitting: RoomRow,
  { startsAt, timeZone, reason }: { startsAt: Date; timeZone: string; reason: string },
  at: Date,
): Promise<void> {
  const found = await liaisonOf(tx, sitting.countyId, sitting.id)
  if (!found) return
  const liaison = await lockMeeting(tx, actor, found.id)
  requireAccess(actor, 'notice.send', meetingThing(liaison))
  // Begun or called off while this was waiting: it stays where it is.
  if (liaison.state !== 'planned' || liaison.cancelledAt !== null) return
  const times = await liaisonTimes(tx, liaison, sitting, startsAt, timeZone)
  if (isAt(liaison, times)) return
  if (times.startsAt <= at || times.startsAt >= startsAt)
    throw new AppError('invalid_input', { withLiaison: 'liaisonPast' })
  const done = await move(tx, actor, liaison, { ...times, place: liaison.place }, reason, at)
  await publishChange(tx, liaison, actor, done, at)
}

/** The sitting stays on record and never opens. Without a notice sent before, nobody is told. */
export function cancelSitting(db: Db, actor: Actor, input: { meetingId: MeetingId; reason: string }, at: Date) {
  return changeRoom(db, actor, input.meetingId, 'notice.send', at, async (tx, room) => {
    requirePlanned(room)
    await tx.update(meetings).set({ cancelledAt: at }).where(isRoom(room))
    if ((await lastVersion(tx, room)) === 0) {
      await noteUntold(tx, room, at)
      return {
        result: 0,
        topic: 'meeting',
        event: { verb: 'notice.cancel', detail: { version: 0 } },
        access: 'meeting',
      }
    }
    return send(tx, actor, room, { kind: 'cancellation', greeting: '', reason: input.reason }, at)
  })
}

const isRoom = (room: RoomRow) => and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id))

/** Calendars that subscribed have it already: they take a change only by a higher SEQUENCE. */
const noteUntold = (tx: Tx, room: RoomRow, at: Date) =>
  tx
    .update(meetings)
    .set({ untoldChanges: room.untoldChanges + 1, untoldChangedAt: at })
    .where(isRoom(room))

function requirePlanned(room: RoomRow): void {
  if (room.state !== 'planned') throw new AppError('meeting_over')
  if (room.cancelledAt !== null) throw new AppError('meeting_cancelled')
}

async function lastVersion(tx: Tx, room: RoomRow): Promise<number> {
  const [row] = await tx
    .select({ version: max(notices.version) })
    .from(notices)
    .where(and(eq(notices.countyId, room.countyId), eq(notices.meetingId, room.id)))
  return row?.version ?? 0
}

/** Units of this body that are in it now. */
async function invite(tx: Tx, room: RoomRow, unitIds: readonly UnitId[]): Promise<void> {
  const wanted = [...new Set(unitIds)]
  if (wanted.length === 0) throw new AppError('invalid_input', { unitIds: 'required' })
  const known = await tx
    .select({ id: bodyUnits.unitId })
    .from(bodyUnits)
    .where(
      and(
        eq(bodyUnits.countyId, room.countyId),
        eq(bodyUnits.bodyId, room.bodyId),
        inArray(bodyUnits.unitId, wanted),
        isNull(bodyUnits.takenOutAt),
      ),
    )
  if (known.length !== wanted.length) throw new AppError('invalid_input', { unitIds: 'unknown' })
  const { countyId, id: meetingId, bodyId } = room
  await tx
    .insert(noticeUnits)
    .values(wanted.map((unitId) => ({ countyId, meetingId, bodyId, unitId })))
    .onConflictDoNothing()
}

async function send(
  tx: Tx,
  actor: Actor,
  room: RoomRow,
  { kind, greeting, reason }: { kind: Kind; greeting: string; reason: string },
  at: Date,
) {
  const version = (await lastVersion(tx, room)) + 1
  const { countyId, title, place, startsAt, endsAt } = room
  await tx.insert(notices).values({
    countyId,
    meetingId: room.id,
    version,
    kind,
    greeting,
    reason,
    title,
    place,
    startsAt,
    endsAt,
    agenda: await agendaOf(tx, room),
    sentAt: at,
    sentById: actor.kind === 'person' ? actor.personId : null,
  })
  const invited = await tx
    .select({ id: noticeUnits.unitId })
    .from(noticeUnits)
    .where(and(eq(noticeUnits.countyId, countyId), eq(noticeUnits.meetingId, room.id)))
  const people = await tellUnits(
    tx,
    room,
    told[kind],
    version,
    invited.map(({ id }) => id),
    at,
  )
  const verb = `notice.${kind === 'notice' ? 'send' : kind === 'change' ? 'change' : 'cancel'}`
  return {
    result: version,
    topic: 'meeting' as const,
    event: { verb, detail: { version, people } },
    access: 'meeting' as const,
  }
}

async function tellUnits(
  tx: Tx,
  room: RoomRow,
  kind: (typeof told)[Kind],
  version: number,
  unitIds: UnitId[],
  at: Date,
): Promise<number> {
  const { countyId, bodyId, id, title, place, startsAt } = room
  const people = await holdersOf(tx, { countyId, bodyId, unitIds, offices: everyone }, at)
  const detail = { title, place, at: startsAt.toISOString() }
  await tellAll(tx, { countyId, kind, thing: { kind: 'meeting', id }, detail, key: String(version) }, people, at)
  return people.length
}

/** Must read agenda_items alone: the titles of restricted items stand elsewhere (DECISIONS 1). */
async function agendaOf(tx: Tx, room: RoomRow): Promise<NoticeAgenda> {
  return tx
    .select({
      position: agendaItems.position,
      title: agendaItems.title,
      minutes: agendaItems.minutesPlanned,
      presenter: units.name,
    })
    .from(agendaItems)
    .leftJoin(units, and(eq(units.countyId, agendaItems.countyId), eq(units.id, agendaItems.presenterUnitId)))
    .where(and(eq(agendaItems.countyId, room.countyId), eq(agendaItems.meetingId, room.id)))
    .orderBy(asc(agendaItems.position))
}
