// Places are added and changed. Of two who change one place, one wins: the UPDATE compares the version.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { registerPlaces } from '@/db/schema/register'
import { requireAccess, type Actor } from '@/server/access'
import { divisionsBelow, findDivision, type Division } from '@/server/counties/divisions'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { PlaceId, type CountyId } from '@/server/ids'
import type { EditPlace, PlaceForm, PlaceKind } from './contract'

/** @throws invalid_input identifier or body `taken`, parentId or body `unknown` (also for another county's) */
export async function addPlace(db: Db, actor: Actor, countyId: CountyId, place: PlaceForm, at: Date): Promise<PlaceId> {
  requireAccess(actor, 'register.manage', { kind: 'county', countyId })
  const id = PlaceId.parse(crypto.randomUUID())
  await db.transaction(async (tx) => {
    await checkPlace(tx, countyId, id, place)
    const [row] = await tx
      .insert(registerPlaces)
      .values({ countyId, id, ...place, createdAt: at })
      .onConflictDoNothing()
      .returning({ id: registerPlaces.id })
    if (!row) throw new AppError('conflict')
    await recordEvent(tx, countyId, actor, { verb: 'register.add', thingId: id, detail: { kind: place.kind } }, at)
  })
  return id
}

export async function changePlace(
  db: Db,
  actor: Actor,
  countyId: CountyId,
  { placeId, version }: EditPlace,
  place: PlaceForm,
  at: Date,
): Promise<void> {
  requireAccess(actor, 'register.manage', { kind: 'county', countyId })
  await db.transaction(async (tx) => {
    await checkPlace(tx, countyId, placeId, place)
    const here = and(eq(registerPlaces.countyId, countyId), eq(registerPlaces.id, placeId))
    const [row] = await tx
      .update(registerPlaces)
      .set({ ...place, version: version + 1 })
      .where(and(here, eq(registerPlaces.version, version)))
      .returning({ id: registerPlaces.id })
    if (!row) {
      const [known] = await tx.select({ id: registerPlaces.id }).from(registerPlaces).where(here)
      throw new AppError(known ? 'conflict' : 'not_found')
    }
    const detail = { version: version + 1, establishedOn: place.establishedOn, bodyId: place.bodyId }
    await recordEvent(tx, countyId, actor, { verb: 'register.change', thingId: placeId, detail }, at)
  })
}

async function checkPlace(tx: Tx, countyId: CountyId, id: PlaceId, place: PlaceForm): Promise<void> {
  const others = await tx
    .select({
      id: registerPlaces.id,
      kind: registerPlaces.kind,
      code: registerPlaces.code,
      bodyId: registerPlaces.bodyId,
    })
    .from(registerPlaces)
    .where(eq(registerPlaces.countyId, countyId))
  const rivals = others.filter((other) => other.id !== id)
  if (place.code !== null && rivals.some((other) => other.kind === place.kind && other.code === place.code))
    throw new AppError('invalid_input', { identifier: 'taken' })
  if (
    place.parentId !== null &&
    !rivals.some((other) => other.id === place.parentId && isAbove(other.kind, place.kind))
  )
    throw new AppError('invalid_input', { parentId: 'unknown' })
  if (place.bodyId === null) return
  const [body] = await tx
    .select({ id: bodies.id })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, place.bodyId)))
  if (!body) throw new AppError('invalid_input', { body: 'unknown' })
  if (rivals.some((other) => other.bodyId === place.bodyId)) throw new AppError('invalid_input', { body: 'taken' })
}

const order: readonly PlaceKind[] = ['county', 'township', 'school']
/** Schools lie in townships or counties, townships in counties: so nothing can lie in itself by a detour. */
const isAbove = (kind: PlaceKind, other: PlaceKind) => order.indexOf(kind) < order.indexOf(other)

/**
 * The county's own division and those below it down to townships (of a province or prefecture: its counties), from the
 * real divisions. What is there already stays as it is. @returns how many were added
 * @throws invalid_input divisionCode `required` where the county has not chosen its division
 */
export async function startRegister(db: Db, actor: Actor, countyId: CountyId, at: Date): Promise<number> {
  requireAccess(actor, 'register.manage', { kind: 'county', countyId })
  return db.transaction(async (tx) => {
    const [county] = await tx
      .select({ code: counties.divisionCode })
      .from(counties)
      .where(eq(counties.id, countyId))
      .for('update')
    const own = county?.code ? findDivision(county.code) : null
    if (!own) throw new AppError('invalid_input', { divisionCode: 'required' })
    const insert = async (kind: PlaceKind, parentId: PlaceId | null, list: readonly Division[]) => {
      if (list.length === 0) return 0
      const rows = list.map(({ code, name }) => ({
        ...{ countyId, kind, code, name, parentId, createdAt: at },
        id: PlaceId.parse(crypto.randomUUID()),
      }))
      const made = await tx
        .insert(registerPlaces)
        .values(rows)
        .onConflictDoNothing()
        .returning({ id: registerPlaces.id })
      return made.length
    }
    const added =
      own.level === 'county'
        ? (await insert('county', null, [own])) +
          (await insert('township', await placeOf(tx, countyId, own.code), divisionsBelow(own.code)))
        : await insert('county', null, countiesBelow(own.code))
    await recordEvent(tx, countyId, actor, { verb: 'register.start', thingId: countyId, detail: { added } }, at)
    return added
  })
}

const countiesBelow = (code: string): Division[] =>
  code.length === 2
    ? divisionsBelow(code).flatMap((prefecture) => divisionsBelow(prefecture.code))
    : divisionsBelow(code)

async function placeOf(tx: Tx, countyId: CountyId, code: string): Promise<PlaceId | null> {
  const [row] = await tx
    .select({ id: registerPlaces.id })
    .from(registerPlaces)
    .where(and(eq(registerPlaces.countyId, countyId), eq(registerPlaces.kind, 'county'), eq(registerPlaces.code, code)))
  return row?.id ?? null
}
