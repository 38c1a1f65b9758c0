// Stores a batch: all of it in one transaction, or nothing. The batch's row lock makes two confirmations one: the second
// waits, and finds it stored. The county's row lock keeps two imports of one county apart, so that neither makes a unit the
// other just made; the unique logins settle whatever else adds people meanwhile.
import { and, eq, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { importBatches } from '@/db/schema/import-batches'
import { requireAccess, type PersonActor } from '@/server/access'
import { notifyAll } from '@/server/bus'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { PersonId, type CountyId, type ImportBatchId } from '@/server/ids'
import { Counts } from './contract'
import { planImport, type Plan } from './plan'
import { refuseBatch } from './prepare'

/** Rows written by one statement: what progress is told in. */
const stepRows = 500

export type Progress = (done: number, total: number) => void

class PlanChanged extends Error {
  constructor(readonly plan: Plan) {
    super('the county changed since the preview')
  }
}

/**
 * @returns what was stored; the same again where it was stored before
 * @throws not_found, not_allowed, link_expired (kept a day), conflict (the county changed since the preview: the batch then
 *   says what is wrong)
 */
export async function confirmImport(
  db: Db,
  actor: PersonActor,
  id: ImportBatchId,
  at: Date,
  onProgress: Progress = () => {},
): Promise<Counts> {
  requireAccess(actor, 'people.import', { kind: 'county', countyId: actor.countyId })
  try {
    return await db.transaction((tx) => store(tx, actor, id, at, onProgress))
  } catch (error) {
    if (!(error instanceof PlanChanged)) throw error
    await refuseBatch(db, actor, id, error.plan)
    throw new AppError('conflict')
  }
}

async function store(tx: Tx, actor: PersonActor, id: ImportBatchId, at: Date, onProgress: Progress): Promise<Counts> {
  const { countyId } = actor
  const here = and(eq(importBatches.countyId, countyId), eq(importBatches.id, id))
  const [batch] = await tx
    .select({ state: importBatches.state, counts: importBatches.counts, expiresAt: importBatches.expiresAt })
    .from(importBatches)
    .where(here)
    .for('update')
  if (!batch) throw new AppError('not_found')
  if (batch.state === 'stored') return Counts.parse(batch.counts)
  if (batch.state === 'expired' || batch.expiresAt <= at) throw new AppError('link_expired')
  if (batch.state === 'refused') throw new AppError('conflict')
  await tx.select({ id: counties.id }).from(counties).where(eq(counties.id, countyId)).for('no key update')
  const file = sql`(select b.rows from import_batches b where b.county_id = ${countyId} and b.id = ${id})`
  const plan = await planImport(tx, actor, countyId, file, Counts.parse(batch.counts).rows)
  if (plan.problems.length > 0) throw new PlanChanged(plan)
  await write(tx, countyId, plan.counts, at, onProgress)
  await tx.update(importBatches).set({ state: 'stored', rows: null, counts: plan.counts, storedAt: at }).where(here)
  await tellKnown(tx, countyId)
  const { newPeople, newUnits, newMemberships } = plan.counts
  await recordEvent(
    tx,
    countyId,
    actor,
    { verb: 'people.import', thingId: id, detail: { people: newPeople, units: newUnits, memberships: newMemberships } },
    at,
  )
  return plan.counts
}

async function write(tx: Tx, countyId: CountyId, counts: Counts, at: Date, onProgress: Progress): Promise<void> {
  const when = sql`${at.toISOString()}::timestamptz`
  const total = counts.newPeople + counts.newMemberships
  await tx.execute(sql`
    insert into units (county_id, id, name, kind, created_at)
    select ${countyId}, id, name, kind, ${when} from import_units where is_new order by at_row`)
  await tx.execute(sql`
    insert into body_units (county_id, body_id, unit_id)
    select distinct ${countyId}::uuid, body_id, unit_id from import_places on conflict do nothing`)
  let done = 0
  // A microsecond apart, so that lists by date keep the order of the file.
  for (let from = 0; from < counts.newPeople; from += stepRows) {
    const added = await tx.execute(sql`
      insert into people (county_id, id, name, user_name, email, phone, created_at)
      select ${countyId}, id, name, user_name, email, phone, ${when} + place * interval '1 microsecond'
      from (select *, row_number() over (order by person) as place from import_people where is_new) p
      where place > ${from} and place <= ${from + stepRows}
      on conflict do nothing returning id`)
    // Somebody took one of these logins since the plan was made, in this very moment.
    if (added.length !== Math.min(stepRows, counts.newPeople - from)) throw new AppError('unavailable')
    onProgress((done += added.length), total)
  }
  for (let from = 0; from < counts.newMemberships; from += stepRows) {
    const added = await tx.execute(sql`
      insert into memberships (county_id, id, body_id, unit_id, person_id, office, from_on, until_on)
      select ${countyId}, id, body_id, unit_id, person_id, office, from_on, until_on
      from (select *, row_number() over (order by at_row) as place from import_places where not is_known) p
      where place > ${from} and place <= ${from + stepRows} returning id`)
    onProgress((done += added.length), total)
  }
}

/** Pages and sockets of people who were there before ask again what they may. */
async function tellKnown(tx: Tx, countyId: CountyId): Promise<void> {
  const known = await tx.execute(sql`
    select distinct p.person_id::text as id from import_places p join import_people i on i.person = p.person
    where not i.is_new and not p.is_known`)
  const notices = [...known].map((row) => ({ kind: 'access', countyId, personId: PersonId.parse(row.id) }) as const)
  await notifyAll(tx, notices)
}
