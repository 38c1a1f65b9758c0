// Erasing a person without breaking a record: asked by the person, confirmed by a security administrator who is somebody
// else, carried out after a cooling period in which it may be withdrawn. What an inventory entry says is done to its rows.
// Issued texts, their hashes and the audit trail are not touched: they hold ids, or the words of a record.
import { and, asc, eq, inArray, isNull, lte, max, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import { erasures } from '@/db/schema/privacy'
import { seats } from '@/db/schema/rooms'
import { requireAccess, type PersonActor } from '@/server/access'
import { notify } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { ErasureId, type CountyId, type PersonId } from '@/server/ids'
import { log } from '@/server/log'
import { translator } from '@/server/messages'
import { dayIn } from '@/server/people/read-person'
import { tellRooms } from './consent'
import type { ErasureView } from './contract'
import type { Who } from './entry'
import { inventory } from './inventory'
import { readRetention, removeIdleDevices } from './retention'

const county = ({ countyId }: { countyId: CountyId }) => ({ kind: 'county', countyId }) as const
const open = ['asked', 'confirmed'] as const

/** The partial unique index lets one be open; asking again changes nothing. */
export async function askErasure(db: Db, actor: PersonActor, at: Date): Promise<void> {
  const { countyId, personId } = actor
  requireAccess(actor, 'privacy.own', county(actor))
  await db.transaction(async (tx) => {
    const id = ErasureId.parse(crypto.randomUUID())
    const asked = await tx
      .insert(erasures)
      .values({ countyId, id, personId, state: 'asked', askedAt: at })
      .onConflictDoNothing()
      .returning({ id: erasures.id })
    if (asked.length > 0) await recordEvent(tx, countyId, actor, { verb: 'erasure.ask', thingId: id }, at)
  })
}

/** @throws conflict where there is nothing to withdraw any more */
export async function withdrawErasure(db: Db, actor: PersonActor, at: Date): Promise<void> {
  const { countyId, personId } = actor
  requireAccess(actor, 'privacy.own', county(actor))
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(erasures)
      .set({ state: 'withdrawn', endedAt: at })
      .where(and(eq(erasures.countyId, countyId), eq(erasures.personId, personId), inArray(erasures.state, [...open])))
      .returning({ id: erasures.id })
    if (!row) throw new AppError('conflict')
    await recordEvent(tx, countyId, actor, { verb: 'erasure.withdraw', thingId: row.id }, at)
  })
}

/** @throws not_allowed for one's own; last_of_role where nobody else could do that administrator's work; conflict */
export async function decideErasure(
  db: Db,
  actor: PersonActor,
  input: { id: ErasureId; decision: 'confirm' | 'decline'; reason: string },
  at: Date,
): Promise<void> {
  const { countyId } = actor
  requireAccess(actor, 'erasure.decide', county(actor))
  await db.transaction(async (tx) => {
    const here = and(eq(erasures.countyId, countyId), eq(erasures.id, input.id))
    const [row] = await tx.select().from(erasures).where(here).for('update')
    if (!row) throw new AppError('not_found')
    if (row.personId === actor.personId) throw new AppError('not_allowed')
    if (row.state !== 'asked') throw new AppError('conflict')
    const decided = { decidedById: actor.personId, decidedAt: at, reason: input.reason }
    if (input.decision === 'decline') {
      await tx
        .update(erasures)
        .set({ ...decided, state: 'declined', endedAt: at })
        .where(here)
    } else {
      if (await isLastOfRole(tx, countyId, row.personId)) throw new AppError('last_of_role')
      const { coolingDays } = await readRetention(tx, countyId)
      const runsAt = new Date(at.getTime() + coolingDays * 86_400_000)
      await tx
        .update(erasures)
        .set({ ...decided, state: 'confirmed', runsAt })
        .where(here)
    }
    await recordEvent(tx, countyId, actor, { verb: `erasure.${input.decision}`, thingId: row.id }, at)
  })
}

/** Carries out what is due, one person a transaction. @returns how many */
export async function runErasures(db: Db, at: Date): Promise<number> {
  const due = await db
    .select({ countyId: erasures.countyId, id: erasures.id })
    .from(erasures)
    .where(and(eq(erasures.state, 'confirmed'), lte(erasures.runsAt, at)))
    .orderBy(asc(erasures.runsAt))
  let done = 0
  for (const { countyId, id } of due) done += (await db.transaction((tx) => run(tx, countyId, id, at))) ? 1 : 0
  return done
}

async function run(tx: Tx, countyId: CountyId, id: ErasureId, at: Date): Promise<boolean> {
  const here = and(eq(erasures.countyId, countyId), eq(erasures.id, id))
  // A withdrawal of the same moment goes first or finds it done.
  const [row] = await tx.select().from(erasures).where(here).for('update')
  if (row?.state !== 'confirmed' || row.runsAt === null || row.runsAt > at) return false
  const who: Who = { countyId, personId: row.personId }
  if (await isLastOfRole(tx, countyId, row.personId)) {
    log.warn({ erasure: id }, 'privacy: not erased, since nobody else holds that administrator role')
    return false
  }
  const [house] = await tx
    .select({ locale: counties.locale, timeZone: counties.timeZone })
    .from(counties)
    .where(eq(counties.id, countyId))
    .for('update')
  const [last] = await tx
    .select({ number: max(erasures.number) })
    .from(erasures)
    .where(eq(erasures.countyId, countyId))
  const number = (last?.number ?? 0) + 1
  const neutral = {
    name: translator(house!.locale, 'privacy')('erasedName', { number: String(number) }),
    at,
    today: dayIn(house!.timeZone, at),
  }
  const rooms = await tx
    .select({ meetingId: seats.meetingId })
    .from(seats)
    .where(and(eq(seats.countyId, countyId), eq(seats.personId, row.personId)))
  const detail: Record<string, number> = {}
  for (const { table, own, erasing } of inventory) {
    if (own === null || erasing.do === 'keep') continue
    const rows =
      erasing.do === 'delete'
        ? await tx.delete(table).where(own(who)).returning()
        : await tx.update(table).set(erasing.values(neutral)).where(own(who)).returning()
    detail[erasing.do] = (detail[erasing.do] ?? 0) + rows.length
  }
  detail.devices = await removeIdleDevices(tx, countyId, at)
  await tx.update(erasures).set({ state: 'done', endedAt: at, number, reason: '' }).where(here)
  await tellRooms(tx, countyId, [...new Set(rooms.map(({ meetingId }) => meetingId))])
  await notify(tx, { kind: 'access', countyId, personId: row.personId })
  await recordEvent(tx, countyId, { kind: 'system' }, { verb: 'privacy.erase', thingId: row.personId, detail }, at)
  return true
}

async function isLastOfRole(tx: Tx, countyId: CountyId, personId: PersonId): Promise<boolean> {
  const [person] = await tx
    .select({ roles: people.adminRoles })
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.id, personId)))
  for (const role of person?.roles ?? []) {
    const [other] = await tx
      .select({ id: people.id })
      .from(people)
      .where(
        and(
          eq(people.countyId, countyId),
          ne(people.id, personId),
          isNull(people.disabledAt),
          sql`${role} = any(${people.adminRoles})`,
        ),
      )
      .limit(1)
    if (!other) return true
  }
  return false
}

/** The person's own request that still says something; the newest. */
export async function readOwnErasure(db: Db, actor: PersonActor): Promise<ErasureView | null> {
  const [row] = await db
    .select()
    .from(erasures)
    .where(and(eq(erasures.countyId, actor.countyId), eq(erasures.personId, actor.personId)))
    .orderBy(sql`${erasures.askedAt} desc`)
    .limit(1)
  if (!row || row.state === 'withdrawn' || row.state === 'done') return null
  return { id: row.id, state: row.state, askedAt: row.askedAt, runsAt: row.runsAt, reason: row.reason }
}

export type ErasureToDecide = ErasureView & { name: string; isOwn: boolean }

export async function listErasures(db: Db, actor: PersonActor): Promise<ErasureToDecide[]> {
  requireAccess(actor, 'erasure.decide', county(actor))
  const rows = await db
    .select({ erasure: erasures, name: people.name })
    .from(erasures)
    .innerJoin(people, and(eq(people.countyId, erasures.countyId), eq(people.id, erasures.personId)))
    .where(and(eq(erasures.countyId, actor.countyId), inArray(erasures.state, [...open])))
    .orderBy(asc(erasures.askedAt))
  return rows.map(({ erasure, name }) => ({
    id: erasure.id,
    state: erasure.state as 'asked' | 'confirmed',
    askedAt: erasure.askedAt,
    runsAt: erasure.runsAt,
    reason: erasure.reason,
    name,
    isOwn: erasure.personId === actor.personId,
  }))
}
