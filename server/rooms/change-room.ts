// The frame of every room command: one transaction that holds the meeting's row, reads the asker's seat again under that
// lock (a ban that was committed a moment ago counts), asks access.ts, changes rows, bumps the room's dense sequence,
// writes the audit line and notifies. Two commands on one room never interleave.
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { meetings } from '@/db/schema/meetings'
import { can, requireAccess, type Actor, type SeatActor, type Verb } from '@/server/access'
import { notify, type Notice } from '@/server/bus'
import { AppError, toAppError } from '@/server/errors'
import { recordEvent, type EventInput } from '@/server/events/record'
import type { CountyId, MeetingId, SeatId } from '@/server/ids'
import { meetingThing } from '@/server/meetings/model'
import { asLinkHolder, readSeat } from './read-seat'

export type RoomRow = typeof meetings.$inferSelect
export type Topic = (Notice & { kind: 'room' })['topic']

/** What a command did. Null when there was nothing to change: no new sequence, no audit line, no signal. */
export type RoomChange<T> = {
  result: T
  topic: Topic
  event: EventInput
  /** The row that changed, for listeners that can read just that one. */
  id?: string
  /** Seats whose rights changed, or everybody in the meeting. */
  access?: readonly SeatId[] | 'meeting'
} | null

/** The county an actor is bound to; null for the operator and the system, who stand outside. */
export const countyOf = (actor: Actor): CountyId | null =>
  actor.kind === 'person' || actor.kind === 'seat' ? actor.countyId : null

export async function lockMeeting(tx: Tx, actor: Actor, meetingId: MeetingId): Promise<RoomRow> {
  const county = countyOf(actor)
  const mine = county === null ? undefined : eq(meetings.countyId, county)
  const [room] = await tx
    .select()
    .from(meetings)
    .where(and(mine, eq(meetings.id, meetingId)))
    .for('update')
  if (!room) throw new AppError('not_found')
  return room
}

/** A seat as it is now, not as it was when the request began. */
async function refreshed(tx: Tx, actor: Actor): Promise<Actor> {
  if (actor.kind !== 'seat') return actor
  const seat = await readSeat(tx, actor.countyId, actor.seatId, actor.tokenId)
  if (!seat) throw new AppError('not_found')
  return actor.personId === null ? asLinkHolder(seat) : seat
}

/** Bumps the sequence, writes the audit line, notifies. For commands that need more than changeRoom gives. */
export async function publishChange(
  tx: Tx,
  room: RoomRow,
  actor: Actor,
  change: Omit<NonNullable<RoomChange<unknown>>, 'result'>,
  at: Date,
): Promise<number> {
  const [bumped] = await tx
    .update(meetings)
    .set({ signalSeq: sql`${meetings.signalSeq} + 1` })
    .where(and(eq(meetings.countyId, room.countyId), eq(meetings.id, room.id)))
    .returning({ seq: meetings.signalSeq })
  const seq = bumped!.seq
  await notify(tx, { kind: 'room', meetingId: room.id, seq, topic: change.topic, id: change.id })
  if (change.access === 'meeting') {
    await notify(tx, { kind: 'access', countyId: room.countyId, meetingId: room.id })
  } else {
    for (const seatId of change.access ?? []) {
      await notify(tx, { kind: 'access', countyId: room.countyId, meetingId: room.id, seatId })
    }
  }
  await recordEvent(tx, room.countyId, actor, { thingId: room.id, ...change.event }, at)
  return seq
}

/** @param verb one verb, or several of which any one suffices; refusals are told by the first. */
export async function changeRoom<T>(
  db: Db,
  actor: Actor,
  meetingId: MeetingId,
  verb: Verb | readonly [Verb, ...Verb[]],
  at: Date,
  work: (tx: Tx, room: RoomRow, actor: Actor) => Promise<RoomChange<T>>,
): Promise<{ seq: number; result: T | null }> {
  try {
    return await db.transaction(async (tx) => {
      const room = await lockMeeting(tx, actor, meetingId)
      const now = await refreshed(tx, actor)
      const thing = meetingThing(room)
      const verbs = Array.isArray(verb) ? (verb as readonly Verb[]) : [verb as Verb]
      if (!verbs.some((each) => can(now, each, thing))) requireAccess(now, verbs[0]!, thing)
      const change = await work(tx, room, now)
      if (change === null) return { seq: room.signalSeq, result: null }
      return { seq: await publishChange(tx, room, now, change, at), result: change.result }
    })
  } catch (error) {
    await recordRefusal(db, actor, meetingId, Array.isArray(verb) ? verb[0] : (verb as Verb), error, at)
    throw error
  }
}

/** Somebody known tried what they may not: that belongs in the trail too. Callers bound how often one may try. */
async function recordRefusal(db: Db, actor: Actor, meetingId: MeetingId, verb: Verb, error: unknown, at: Date) {
  const { code } = toAppError(error)
  if (code !== 'not_allowed' && code !== 'seat_banned') return
  const county = countyOf(actor)
  if (county === null) return
  await db.transaction((tx) =>
    recordEvent(tx, county, actor, { verb, thingId: meetingId, result: 'refused', detail: { code } }, at),
  )
}

/** The seat a person holds in the room, for commands only a seat can give (a hand, a chat line). */
export function requireSeat(actor: Actor): SeatActor {
  if (actor.kind !== 'seat') throw new AppError('not_allowed')
  return actor
}
