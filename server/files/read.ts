// Queries about files, and what access.ts asks about them.
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Db, Tx } from '@/db/client'
import { actionItems, actionItemUnits } from '@/db/schema/action-items'
import { bodies } from '@/db/schema/bodies'
import { files } from '@/db/schema/files'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { restrictedReaders } from '@/db/schema/minutes'
import { people } from '@/db/schema/people'
import { topics } from '@/db/schema/topics'
import { can, requireAccess, type PersonActor, type SeatActor, type Thing } from '@/server/access'
import { readAudience } from '@/server/action-items/audience'
import { AppError, assertNever } from '@/server/errors'
import type { BodyId, CountyId, FileId, MeetingId, PersonId, UnitId } from '@/server/ids'
import { isMediaType, mediaTypes, type FilePlace, type FileView, type Material } from './contract'

export type FileThing = Extract<Thing, { kind: 'file' }>
export type FileRow = typeof files.$inferSelect

/** What access.ts needs to decide about places of one kind, by id. What is not in this county is not in the answer. */
export async function readPlaces(
  db: Db | Tx,
  countyId: CountyId,
  kind: FilePlace['kind'],
  ids: readonly string[],
): Promise<Map<string, FileThing>> {
  const facts = ids.length === 0 ? [] : await readFacts(db, countyId, kind, ids)
  return new Map(
    facts.map(({ id, bodyId, meetingId = null, unitIds = [], readers = null }) => [
      id,
      { kind: 'file', countyId, bodyId, of: kind, meetingId, unitIds, uploaderId: null, readers },
    ]),
  )
}

/** One place; null when there is none in this county. */
export const readPlace = async (db: Db | Tx, countyId: CountyId, { kind, id }: FilePlace): Promise<FileThing | null> =>
  (await readPlaces(db, countyId, kind, [id])).get(id) ?? null

type Facts = { id: string; bodyId: BodyId; meetingId?: MeetingId; unitIds?: UnitId[]; readers?: PersonId[] | null }

async function readFacts(
  db: Db | Tx,
  countyId: CountyId,
  kind: FilePlace['kind'],
  ids: readonly string[],
): Promise<Facts[]> {
  const oneOf = (column: PgColumn) => inArray(column, [...ids])
  switch (kind) {
    case 'body':
      return db
        .select({ id: bodies.id, bodyId: bodies.id })
        .from(bodies)
        .where(and(eq(bodies.countyId, countyId), oneOf(bodies.id)))
    case 'topic':
      return db
        .select({ id: topics.id, bodyId: topics.bodyId })
        .from(topics)
        .where(and(eq(topics.countyId, countyId), oneOf(topics.id)))
    case 'meeting':
      return db
        .select({ id: meetings.id, bodyId: meetings.bodyId, meetingId: meetings.id })
        .from(meetings)
        .where(and(eq(meetings.countyId, countyId), oneOf(meetings.id)))
    case 'agendaItem': {
      const rows = await db
        .select({
          id: agendaItems.id,
          bodyId: meetings.bodyId,
          meetingId: meetings.id,
          isRestricted: agendaItems.isRestricted,
        })
        .from(agendaItems)
        .innerJoin(meetings, and(eq(meetings.countyId, agendaItems.countyId), eq(meetings.id, agendaItems.meetingId)))
        .where(and(eq(agendaItems.countyId, countyId), oneOf(agendaItems.id)))
      const listed = await db
        .select({ id: restrictedReaders.agendaItemId, personId: restrictedReaders.personId })
        .from(restrictedReaders)
        .where(and(eq(restrictedReaders.countyId, countyId), oneOf(restrictedReaders.agendaItemId)))
      const readersOf = (id: string) => listed.filter((each) => each.id === id).map((each) => each.personId)
      return rows.map(({ isRestricted, ...row }) => ({ ...row, readers: isRestricted ? readersOf(row.id) : null }))
    }
    case 'actionItem': {
      const rows = await db
        .select({
          id: actionItems.id,
          bodyId: meetings.bodyId,
          lead: actionItems.leadUnitId,
          documentId: actionItems.documentId,
          agendaItemId: actionItems.agendaItemId,
        })
        .from(actionItems)
        .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
        .where(and(eq(actionItems.countyId, countyId), oneOf(actionItems.id), isNull(actionItems.withdrawnAt)))
      const assisting = await db
        .select({ id: actionItemUnits.actionItemId, unitId: actionItemUnits.unitId })
        .from(actionItemUnits)
        .where(and(eq(actionItemUnits.countyId, countyId), oneOf(actionItemUnits.actionItemId)))
      const audience = await readAudience(db, countyId, rows)
      return rows.map(({ id, bodyId, lead }) => ({
        id,
        bodyId,
        readers: audience.get(id) ?? null,
        unitIds: [
          ...(lead === null ? [] : [lead]),
          ...assisting.filter((each) => each.id === id).map((each) => each.unitId),
        ],
      }))
    }
    default:
      return assertNever(kind)
  }
}

const columnOf = {
  body: files.bodyId,
  topic: files.topicId,
  meeting: files.meetingId,
  agendaItem: files.agendaItemId,
  actionItem: files.actionItemId,
} as const

/** The one column of a row that says where it belongs. */
export const placeColumns = (place: FilePlace) => ({
  bodyId: place.kind === 'body' ? place.id : null,
  topicId: place.kind === 'topic' ? place.id : null,
  meetingId: place.kind === 'meeting' ? place.id : null,
  agendaItemId: place.kind === 'agendaItem' ? place.id : null,
  actionItemId: place.kind === 'actionItem' ? place.id : null,
})

export function placeOf(row: FileRow): FilePlace {
  if (row.bodyId) return { kind: 'body', id: row.bodyId }
  if (row.topicId) return { kind: 'topic', id: row.topicId }
  if (row.meetingId) return { kind: 'meeting', id: row.meetingId }
  if (row.agendaItemId) return { kind: 'agendaItem', id: row.agendaItemId }
  return { kind: 'actionItem', id: row.actionItemId! }
}

/** A file of a county with what access.ts asks about it. Where its place has gone, so has it. */
export async function readFile(
  db: Db | Tx,
  countyId: CountyId,
  id: FileId,
): Promise<{ row: FileRow; thing: FileThing } | null> {
  const [row] = await db
    .select()
    .from(files)
    .where(and(eq(files.countyId, countyId), eq(files.id, id)))
  const thing = row && (await readPlace(db, countyId, placeOf(row)))
  return thing ? { row, thing: { ...thing, uploaderId: row.uploaderId } } : null
}

export type FilesHere = { files: FileView[]; mayAdd: boolean }

/** What lies at each of some places of one kind, oldest first. What the person may not read is not in the answer. */
export async function listFiles(
  db: Db,
  actor: PersonActor,
  kind: FilePlace['kind'],
  ids: readonly string[],
): Promise<Map<string, FilesHere>> {
  const { countyId } = actor
  const found = new Map<string, FilesHere>()
  if (ids.length === 0) return found
  const verified = kind === 'actionItem' ? await readVerified(db, countyId, ids) : new Set<string>()
  const column = columnOf[kind]
  const rows = await db
    .select({ file: files, addedBy: people.name, placeId: sql<string>`${column}` })
    .from(files)
    .innerJoin(people, and(eq(people.countyId, files.countyId), eq(people.id, files.uploaderId)))
    .where(and(eq(files.countyId, countyId), eq(files.state, 'ready'), inArray(column, ids as never[])))
    .orderBy(asc(files.createdAt), asc(files.id))
  for (const [id, thing] of await readPlaces(db, countyId, kind, ids)) {
    if (!can(actor, 'file.read', thing)) continue
    found.set(id, {
      mayAdd: can(actor, 'file.add', thing),
      files: rows
        .filter((row) => row.placeId === id)
        .map(({ file, addedBy }) => ({
          ...viewOf(file, addedBy),
          mayRemove: !verified.has(id) && can(actor, 'file.remove', { ...thing, uploaderId: file.uploaderId }),
        })),
    })
  }
  return found
}

/**
 * What lies on the table of a sitting, for any of these who ask, of its county; what none of them may read is not in the answer.
 * @throws not_found, not_allowed; seat_waiting and so on at its door
 */
export async function listMaterials(
  db: Db,
  actors: readonly (PersonActor | SeatActor)[],
  meetingId: MeetingId,
): Promise<Material[]> {
  const countyId = actors[0]!.countyId
  const sitting = await readPlace(db, countyId, { kind: 'meeting', id: meetingId })
  if (!sitting) throw new AppError('not_found')
  if (!actors.some((actor) => can(actor, 'file.read', sitting))) requireAccess(actors.at(-1)!, 'file.read', sitting)
  const rows = await db
    .select({ file: files })
    .from(files)
    .leftJoin(agendaItems, and(eq(agendaItems.countyId, files.countyId), eq(agendaItems.id, files.agendaItemId)))
    .where(
      and(
        eq(files.countyId, countyId),
        eq(files.state, 'ready'),
        or(eq(files.meetingId, meetingId), eq(agendaItems.meetingId, meetingId)),
      ),
    )
    .orderBy(asc(files.createdAt), asc(files.id))
  const itemIds = [...new Set(rows.flatMap(({ file }) => file.agendaItemId ?? []))]
  const items = await readPlaces(db, countyId, 'agendaItem', itemIds)
  return rows.flatMap(({ file }) => {
    const thing = file.agendaItemId === null ? sitting : items.get(file.agendaItemId)
    if (!thing || !actors.some((actor) => can(actor, 'file.read', thing))) return []
    const { id, name, kind, bytes, isView } = viewOf(file, '')
    return { id, name, kind, bytes, isView, agendaItemId: file.agendaItemId }
  })
}

/** What an item was verified with stays (note-evidence.ts refuses), so nobody is offered to take it away. */
async function readVerified(db: Db, countyId: CountyId, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: actionItems.id })
    .from(actionItems)
    .where(
      and(eq(actionItems.countyId, countyId), inArray(actionItems.id, ids as never[]), eq(actionItems.state, 'done')),
    )
  return new Set(rows.map(({ id }) => id))
}

function viewOf(file: FileRow, addedBy: string): Omit<FileView, 'mayRemove'> {
  const type = isMediaType(file.mediaType) ? mediaTypes[file.mediaType] : null
  return {
    id: file.id,
    name: file.name,
    kind: type?.kind ?? 'document',
    bytes: file.bytes,
    addedBy,
    addedAt: file.createdAt,
    isView: type?.isView ?? false,
  }
}
