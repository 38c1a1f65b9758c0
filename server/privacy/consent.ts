// Consents: given, refused and withdrawn by the person, each time as a row with the version of the words that were shown.
import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { consents } from '@/db/schema/privacy'
import { seats } from '@/db/schema/rooms'
import { requireAccess, type PersonActor } from '@/server/access'
import { notify } from '@/server/bus'
import { recordEvent } from '@/server/events/record'
import type { CountyId, MeetingId, PersonId, UnitId } from '@/server/ids'
import { purposes, wordingVersions, type ConsentView, type Purpose } from './contract'

const inForce = (countyId: CountyId, personId: PersonId, purpose: Purpose) =>
  and(
    eq(consents.countyId, countyId),
    eq(consents.personId, personId),
    eq(consents.purpose, purpose),
    isNull(consents.withdrawnAt),
  )

/** Of the words as they are now: a consent to older ones does not count. */
export async function hasConsent(
  db: Db | Tx,
  countyId: CountyId,
  personId: PersonId,
  purpose: Purpose,
): Promise<boolean> {
  const [row] = await db
    .select({ version: consents.wordingVersion })
    .from(consents)
    .where(inForce(countyId, personId, purpose))
  return row?.version === wordingVersions[purpose]
}

export async function listConsents(db: Db, actor: PersonActor): Promise<ConsentView[]> {
  const rows = await db
    .select()
    .from(consents)
    .where(and(eq(consents.countyId, actor.countyId), eq(consents.personId, actor.personId)))
    .orderBy(desc(sql`coalesce(${consents.withdrawnAt}, 'infinity')`), desc(consents.givenAt))
  return purposes.map((purpose) => {
    const row = rows.find((each) => each.purpose === purpose)
    const isOld = row !== undefined && row.wordingVersion !== wordingVersions[purpose]
    const state = !row || isOld ? 'unasked' : row.withdrawnAt === null ? 'given' : 'refused'
    return { purpose, state, givenAt: row?.givenAt ?? null, withdrawnAt: row?.withdrawnAt ?? null }
  })
}

/** The same answer again changes nothing. */
export async function answerConsent(
  db: Db,
  actor: PersonActor,
  { purpose, answer }: { purpose: Purpose; answer: 'yes' | 'no' },
  at: Date,
): Promise<void> {
  const { countyId, personId } = actor
  requireAccess(actor, 'privacy.own', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    // One answer after the other: two devices that say yes and no leave one of both, not half of each.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`consent ${countyId} ${personId}`}, 12))`)
    const wordingVersion = wordingVersions[purpose]
    const [open] = await tx
      .select()
      .from(consents)
      .where(inForce(countyId, personId, purpose))
      .for('update')
    if (answer === 'yes' && open?.wordingVersion === wordingVersion) return
    if (open)
      await tx
        .update(consents)
        .set({ withdrawnAt: at })
        .where(inForce(countyId, personId, purpose))
    else if (answer === 'no') {
      const [before] = await tx
        .select({ id: consents.id })
        .from(consents)
        .where(and(eq(consents.countyId, countyId), eq(consents.personId, personId), eq(consents.purpose, purpose)))
        .limit(1)
      if (before) return
    }
    if (answer === 'yes' || !open) {
      const [givenAt, withdrawnAt] = answer === 'yes' ? [at, null] : [null, at]
      const id = crypto.randomUUID()
      await tx.insert(consents).values({ countyId, id, personId, purpose, wordingVersion, givenAt, withdrawnAt })
    }
    if (purpose === 'roomName') await nameSeats(tx, actor, answer === 'yes')
    const verb = answer === 'yes' ? 'consent.give' : 'consent.withdraw'
    await recordEvent(tx, countyId, actor, { verb, thingId: personId, detail: { purpose, wordingVersion } }, at)
  })
}

/** The name somebody has in a room: their own, or what they sit for when they said that guests are not to see it. */
export async function nameInRoom(tx: Tx, actor: PersonActor, unitId: UnitId): Promise<string> {
  const [last] = await tx
    .select({ withdrawnAt: consents.withdrawnAt })
    .from(consents)
    .where(
      and(
        eq(consents.countyId, actor.countyId),
        eq(consents.personId, actor.personId),
        eq(consents.purpose, 'roomName'),
      ),
    )
    .orderBy(desc(sql`coalesce(${consents.withdrawnAt}, 'infinity')`))
    .limit(1)
  if (!last?.withdrawnAt) return actor.name
  const [unit] = await tx
    .select({ name: units.name })
    .from(units)
    .where(and(eq(units.countyId, actor.countyId), eq(units.id, unitId)))
  return unit?.name.slice(0, 80) ?? actor.name
}

/** In rooms that are not over: what is over is the record of who was there. */
async function nameSeats(tx: Tx, actor: PersonActor, isOwnName: boolean): Promise<void> {
  const mine = await tx
    .select({ id: seats.id, meetingId: seats.meetingId, unitName: units.name })
    .from(seats)
    .innerJoin(meetings, and(eq(meetings.countyId, seats.countyId), eq(meetings.id, seats.meetingId)))
    .leftJoin(units, and(eq(units.countyId, seats.countyId), eq(units.id, seats.unitId)))
    .where(and(eq(seats.countyId, actor.countyId), eq(seats.personId, actor.personId), ne(meetings.state, 'ended')))
  for (const { id, unitName } of mine) {
    const name = isOwnName || unitName === null ? actor.name : unitName.slice(0, 80)
    await tx
      .update(seats)
      .set({ name })
      .where(and(eq(seats.countyId, actor.countyId), eq(seats.id, id)))
  }
  await tellRooms(
    tx,
    actor.countyId,
    mine.map(({ meetingId }) => meetingId),
  )
}

/** Rooms whose seats were changed from outside read them again. */
export async function tellRooms(tx: Tx, countyId: CountyId, meetingIds: readonly MeetingId[]) {
  if (meetingIds.length === 0) return
  const told = await tx
    .update(meetings)
    .set({ signalSeq: sql`${meetings.signalSeq} + 1` })
    .where(and(eq(meetings.countyId, countyId), inArray(meetings.id, [...meetingIds])))
    .returning({ id: meetings.id, seq: meetings.signalSeq })
  for (const { id, seq } of told) await notify(tx, { kind: 'room', meetingId: id, seq, topic: 'seats' })
}
