// Finds in what this reader may see: rows of their bodies, restricted ones only where they are on the list; then access.ts is
// asked about every single hit. Two rounds: what has everything in its title, newest first, then what has it in its text.
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { bodies } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { restrictedReaders } from '@/db/schema/minutes'
import { searchEntries as e, type SearchKind } from '@/db/schema/search'
import { can, requireAccess, type PersonActor, type Thing, type Verb } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import { AgendaItemId, DocumentId, type ActionItemId, type MeetingId } from '@/server/ids'
import type { SearchKinds, SearchQuery } from './contract'
import { fold, foldWithPlaces } from './fold'
import { gramsOfTerm, needsReading, piecesOf, termsOf, type Piece } from './model'

export type Found = {
  kind: SearchKinds
  id: string
  href: string
  title: Piece[]
  /** Around the first hit; empty where the title says it all. */
  snippet: Piece[]
  isRestricted: boolean
  bodyName: string
  /** The sitting it is from. */
  meeting: { title: string; issueNumber: number } | null
  at: Date
}
export type SearchPage = { found: Found[]; next: string | null }

export const pageSize = 20
/** Characters before the first hit. */
const around = 40

/** @returns nothing for a query without a letter or digit */
export async function search(db: Db, actor: PersonActor, { q, kind, after }: SearchQuery): Promise<SearchPage> {
  const { countyId } = actor
  requireAccess(actor, 'county.read', { kind: 'county', countyId })
  const terms = termsOf(fold(q))
  if (terms.length === 0) return { found: [], next: null }
  const cursor = after ? readCursor(after) : null
  const hits: Hit[] = []
  for (const round of [0, 1] as const) {
    if (cursor && cursor.round > round) continue
    const wanted = pageSize + 1 - hits.length
    if (wanted <= 0) break
    hits.push(
      ...(await findRound(db, actor, terms, kind ?? null, round, cursor?.round === round ? cursor : null, wanted)),
    )
  }
  const shown = hits.slice(0, pageSize)
  const last = shown.at(-1)
  const next = hits.length > pageSize && last ? `${last.round}.${last.at.getTime()}.${last.partId}.${last.kind}` : null
  return { found: await dress(db, actor, shown, terms), next }
}

type Place = { round: 0 | 1; at: Date; partId: string; kind: SearchKind }
type Hit = Place &
  Pick<typeof e.$inferSelect, 'thingId' | 'bodyId' | 'meetingId' | 'restrictedItemId' | 'title' | 'body'>

function readCursor(after: string): Place {
  const [round, ms, partId, kind] = after.split('.')
  return { round: round === '0' ? 0 : 1, at: new Date(Number(ms)), partId: partId!, kind: kind as SearchKind }
}

const kindsOf: Record<SearchKinds, SearchKind[]> = {
  topic: ['topic'],
  minutes: ['minutes', 'restricted'],
  decision: ['decision'],
  actionItem: ['actionItem'],
}

async function findRound(
  db: Db,
  actor: PersonActor,
  terms: readonly string[],
  kind: SearchKinds | null,
  round: 0 | 1,
  after: Place | null,
  limit: number,
): Promise<Hit[]> {
  const grams = [...new Set(terms.flatMap(gramsOfTerm))]
  const inTitle = and(...terms.map((term) => sql`strpos(${e.foldedTitle}, ${term}) > 0`))!
  const where: (SQL | undefined)[] = [
    eq(e.countyId, actor.countyId),
    sql`${e.grams} @> ${arrayOf(round === 0 ? grams.map((gram) => `^${gram}`) : grams)}`,
    readableBy(actor),
    kind && inArray(e.kind, kindsOf[kind]),
  ].map((each) => each ?? undefined)
  if (round === 0) where.push(...terms.filter(needsReading).map((term) => sql`strpos(${e.foldedTitle}, ${term}) > 0`))
  else {
    where.push(sql`not (${inTitle})`)
    const read = (term: string) => sql`(strpos(${e.foldedBody}, ${term}) > 0 or strpos(${e.foldedTitle}, ${term}) > 0)`
    where.push(...terms.filter(needsReading).map(read))
  }
  if (after)
    where.push(
      sql`(${e.at}, ${e.partId}, ${e.kind}) < (${after.at.toISOString()}::timestamptz, ${after.partId}::uuid, ${after.kind})`,
    )
  const { thingId, partId, bodyId, meetingId, restrictedItemId, title, body, at } = e
  const rows = await db
    .select({ kind: e.kind, thingId, partId, bodyId, meetingId, restrictedItemId, title, body, at })
    .from(e)
    .where(and(...where))
    .orderBy(sql`${e.at} desc, ${e.partId} desc, ${e.kind} desc`)
    .limit(limit)
  return rows.map((row) => ({ ...row, round }))
}

/** Letters and digits only (fold.ts), written out so that Postgres sees how rare they are. */
const arrayOf = (grams: readonly string[]) =>
  sql.raw(`array[${grams.map((gram) => `'${gram.replaceAll("'", "''")}'`).join(',')}]::text[]`)

/** In SQL, so that pages are full; can() is asked again below. A program's token is on no list (DECISIONS 18). */
function readableBy(actor: PersonActor): SQL {
  const { countyId } = actor
  const mine = bodyIdsOf(actor).filter((bodyId) => can(actor, 'topic.read', { kind: 'body', countyId, bodyId }))
  const ofBodies = mine.length === 0 ? sql`false` : inArray(e.bodyId, mine)
  const open = sql`(${e.restrictedItemId} is null and ${ofBodies})`
  if (actor.tokenId !== null) return open
  const listed = sql`(${e.restrictedItemId} is not null and ${ofBodies} and ${e.restrictedItemId} in (
    select ${restrictedReaders.agendaItemId} from ${restrictedReaders}
    where ${restrictedReaders.countyId} = ${countyId} and ${restrictedReaders.personId} = ${actor.personId}))`
  return sql`(${open} or ${listed})`
}

async function dress(db: Db, actor: PersonActor, hits: readonly Hit[], terms: readonly string[]): Promise<Found[]> {
  if (hits.length === 0) return []
  const facts = await readFacts(db, actor, hits)
  return hits.flatMap((hit): Found[] => {
    const asked = questionAbout(actor, hit, facts)
    if (!asked || !can(actor, ...asked)) return []
    const meeting = hit.meetingId ? (facts.meetings.get(hit.meetingId) ?? null) : null
    return [
      {
        kind: hit.kind === 'restricted' ? 'minutes' : hit.kind,
        id: hit.thingId,
        href: hrefOf(hit),
        title: piecesOf(hit.title, foldWithPlaces(hit.title), terms, null),
        snippet: snippetOf(hit.body, terms),
        isRestricted: hit.restrictedItemId !== null,
        bodyName: facts.bodies.get(hit.bodyId) ?? '',
        meeting,
        at: hit.at,
      },
    ]
  })
}

function snippetOf(body: string, terms: readonly string[]): Piece[] {
  if (body === '') return []
  return piecesOf(body, foldWithPlaces(body), terms, around)
}

type Facts = Awaited<ReturnType<typeof readFacts>>

async function readFacts(db: Db, { countyId }: PersonActor, hits: readonly Hit[]) {
  const ids = <T>(pick: (hit: Hit) => T | null) => [...new Set(hits.map(pick).filter((id) => id !== null))]
  const ofKind = <T>(kind: SearchKind, parse: (hit: Hit) => T) => hits.filter((hit) => hit.kind === kind).map(parse)
  const parts = ofKind('minutes', (hit) => AgendaItemId.parse(hit.partId))
  const lists = ids((hit) => hit.restrictedItemId)
  const tasks = ofKind('actionItem', (hit) => hit.thingId as ActionItemId)
  const bodyIds = ids((hit) => hit.bodyId)
  const meetingIds = ids((hit) => hit.meetingId)
  const none = Promise.resolve([])
  const [ofBodies, ofMeetings, restricted, readers, units] = await Promise.all([
    bodyIds.length === 0
      ? none
      : db
          .select({ id: bodies.id, name: bodies.name })
          .from(bodies)
          .where(and(eq(bodies.countyId, countyId), inArray(bodies.id, bodyIds))),
    meetingIds.length === 0
      ? none
      : db
          .select({ id: meetings.id, title: meetings.title, issueNumber: meetings.issueNumber })
          .from(meetings)
          .where(and(eq(meetings.countyId, countyId), inArray(meetings.id, meetingIds))),
    parts.length === 0
      ? none
      : db
          .select({ id: agendaItems.id })
          .from(agendaItems)
          .where(
            and(eq(agendaItems.countyId, countyId), inArray(agendaItems.id, parts), eq(agendaItems.isRestricted, true)),
          ),
    lists.length === 0
      ? none
      : db
          .select({ itemId: restrictedReaders.agendaItemId, personId: restrictedReaders.personId })
          .from(restrictedReaders)
          .where(and(eq(restrictedReaders.countyId, countyId), inArray(restrictedReaders.agendaItemId, lists))),
    tasks.length === 0
      ? none
      : db
          .select({ id: actionItems.id, leadUnitId: actionItems.leadUnitId })
          .from(actionItems)
          .where(and(eq(actionItems.countyId, countyId), inArray(actionItems.id, tasks))),
  ])
  return {
    bodies: new Map<string, string>(ofBodies.map(({ id, name }) => [id, name])),
    meetings: new Map<MeetingId, { title: string; issueNumber: number }>(
      ofMeetings.map(({ id, title, issueNumber }) => [id, { title, issueNumber }]),
    ),
    /** Restricted since they were indexed. */
    restricted: new Set<string>(restricted.map(({ id }) => id)),
    readersOf: (itemId: string) => readers.filter((row) => row.itemId === itemId).map((row) => row.personId),
    leadOf: new Map(units.map(({ id, leadUnitId }) => [id as string, leadUnitId])),
  }
}

/** What access.ts is asked about a hit; null where it is no longer what it was. */
function questionAbout(actor: PersonActor, hit: Hit, facts: Facts): [Verb, Thing] | null {
  const { countyId } = actor
  const { bodyId, meetingId } = hit
  if (hit.kind === 'topic') return ['topic.read', { kind: 'body', countyId, bodyId }]
  if (hit.kind === 'actionItem') {
    const leadUnitId = facts.leadOf.get(hit.thingId) ?? null
    return [
      'action-item.read',
      { kind: 'actionItem', countyId, bodyId, leadUnitId, assistingUnitIds: [], readers: null },
    ]
  }
  if (hit.kind === 'minutes' && facts.restricted.has(hit.partId)) return null
  if (meetingId === null) return null
  const meeting = { bodyId, meetingId }
  const readers = hit.restrictedItemId === null ? null : facts.readersOf(hit.restrictedItemId)
  const documentId = DocumentId.parse(hit.thingId)
  return ['minutes.read', { kind: 'document', countyId, documentId, isFrozen: false, meeting, readers }]
}

function hrefOf(hit: Hit): string {
  switch (hit.kind) {
    case 'topic':
      return `/topics/${hit.thingId}`
    case 'actionItem':
      return `/action-items/${hit.thingId}`
    case 'minutes':
      return `/meetings/${hit.meetingId}#minutes-${hit.partId}`
    default:
      return `/meetings/${hit.meetingId}#minutes`
  }
}
