// Finds in what this reader may see: rows of their bodies, restricted ones only where they are on the list; then access.ts is
// asked about every single hit. Two rounds: what has everything in its title, newest first, then what has it in its text. What
// stands in many texts is looked for from the newest on until there are enough, anything else by its grams (how-common.ts).
// Statements are kept planned (db/keep.ts): planning one costs more than running it.
import { and, eq, inArray, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { keep } from '@/db/keep'
import { actionItems } from '@/db/schema/action-items'
import { bodies } from '@/db/schema/bodies'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { restrictedReaders } from '@/db/schema/minutes'
import { searchEntries as e, type SearchKind } from '@/db/schema/search'
import { minutesProceedings as proceedings } from '@/db/schema/signing'
import { can, requireAccess, type PersonActor, type Thing, type Verb } from '@/server/access'
import { bodyIdsOf } from '@/server/bodies/read'
import type { DocumentId, PersonId, UnitId } from '@/server/ids'
import { pageSize, type SearchKinds, type SearchQuery } from './contract'
import { fold, foldWithPlaces } from './fold'
import { isCommon } from './how-common'
import { gramsOfTerm, needsReading, piecesOf, snippetOf, termsOf, type Piece } from './model'

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
  Pick<typeof e.$inferSelect, 'thingId' | 'bodyId' | 'meetingId' | 'restrictedItemId' | 'title' | 'body'> & {
    bodyName: string
    /** Null where it is of no sitting, as is its number. */
    meetingTitle: string | null
    issueNumber: number | null
    /** Of minutes: restricted since they were indexed. */
    isRestrictedNow: boolean
    leadUnitId: UnitId | null
  }

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
  const { countyId, personId } = actor
  const grams = [...new Set(terms.flatMap(gramsOfTerm))].map((gram) => (round === 0 ? `^${gram}` : gram))
  const walks = await isCommon(db, grams)
  const reads = terms.map((term) => walks || needsReading(term))
  // A program's token is on no list (DECISIONS 18).
  const shape = { round, kind, walks, reads, isAfter: after !== null, isListed: actor.tokenId === null }
  const mine = bodyIdsOf(actor).filter((bodyId) => can(actor, 'topic.read', { kind: 'body', countyId, bodyId }))
  const rows = await questionOf(shape)(db, {
    countyId,
    personId,
    bodyIds: mine,
    grams,
    afterAt: after?.at.toISOString(),
    afterPart: after?.partId,
    afterKind: after?.kind,
    limit,
    ...Object.fromEntries(terms.map((term, n) => [`term${n}`, term])),
  })
  return rows.map((row) => ({ ...row, at: new Date(row.at), round }))
}

type Shape = {
  round: 0 | 1
  kind: SearchKinds | null
  walks: boolean
  /** Of each term whether the texts are read for it. */
  reads: boolean[]
  isAfter: boolean
  isListed: boolean
}
type Row = Omit<Hit, 'round' | 'at'> & { at: string }
type Question = ReturnType<typeof ask>
const questions = new Map<string, Question>()

/** Of each shape one, made once: putting one together costs as much as Postgres needs for the answer. */
function questionOf(shape: Shape): Question {
  const key = JSON.stringify(shape)
  const question = questions.get(key) ?? ask(shape)
  questions.set(key, question)
  return question
}

const { placeholder } = sql
const countyId = placeholder('countyId')
const isInTitle = (n: number) => sql`strpos(${e.foldedTitle}, ${placeholder(`term${n}`)}) > 0`
const isInText = (n: number) => sql`(strpos(${e.foldedBody}, ${placeholder(`term${n}`)}) > 0 or ${isInTitle(n)})`

function ask({ round, kind, walks, reads, isAfter, isListed }: Shape) {
  const isRead = round === 0 ? isInTitle : isInText
  const where: (SQL | undefined)[] = [
    eq(e.countyId, countyId),
    readable(isListed),
    kind ? inArray(e.kind, kindsOf[kind]) : undefined,
    // Of a select: what Postgres cannot see it cannot plan anew for.
    walks ? undefined : sql`${e.grams} @> (select ${placeholder('grams')}::text[])`,
    round === 0 ? undefined : sql`not (${and(...reads.map((_, n) => isInTitle(n)))})`,
    ...reads.flatMap((isNeeded, n) => (isNeeded ? [isRead(n)] : [])),
    isAfter
      ? sql`(${e.at}, ${e.partId}, ${e.kind}) < (${placeholder('afterAt')}::timestamptz, ${placeholder('afterPart')}::uuid, ${placeholder('afterKind')})`
      : undefined,
  ]
  // A sum is no column: nothing to walk along.
  const newest = walks ? sql`${e.at} desc` : sql`${e.at} + interval '0' desc`
  const hits = sql`select * from ${e} where ${and(...where)}
    order by ${newest}, ${e.partId} desc, ${e.kind} desc limit ${placeholder('limit')}`
  return keep<Row>(sql`select ${columns} from (${hits}) as ${e}
    join ${bodies} on ${bodies.countyId} = ${countyId} and ${bodies.id} = ${e.bodyId}
    left join ${meetings} on ${meetings.countyId} = ${countyId} and ${meetings.id} = ${e.meetingId}
    left join ${agendaItems} on ${agendaItems.countyId} = ${countyId} and ${agendaItems.id} = ${onlyOf('minutes', e.partId)}
    left join ${actionItems} on ${actionItems.countyId} = ${countyId} and ${actionItems.id} = ${onlyOf('actionItem', e.thingId)}
    order by ${e.at} desc, ${e.partId} desc, ${e.kind} desc`)
}

/** Null of any other kind, and null is looked up in no index. */
const onlyOf = (kind: SearchKind, id: SQLWrapper) => sql`case when ${e.kind} = ${sql.raw(`'${kind}'`)} then ${id} end`

const columns = sql.join(
  Object.entries({
    kind: e.kind,
    thingId: e.thingId,
    partId: e.partId,
    bodyId: e.bodyId,
    meetingId: e.meetingId,
    restrictedItemId: e.restrictedItemId,
    title: e.title,
    body: e.body,
    at: e.at,
    bodyName: bodies.name,
    meetingTitle: meetings.title,
    issueNumber: meetings.issueNumber,
    isRestrictedNow: sql`coalesce(${agendaItems.isRestricted}, false)`,
    leadUnitId: actionItems.leadUnitId,
  } satisfies Record<keyof Row, SQLWrapper>).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`),
  sql`, `,
)

/** In SQL, so that pages are full; can() is asked again below. */
function readable(isListed: boolean): SQL {
  const ofBodies = sql`${e.bodyId} = any(${placeholder('bodyIds')}::uuid[])`
  // Programs are given issued minutes alone, here as everywhere in /api/v1, and what was decided in them.
  if (!isListed)
    return sql`${ofBodies} and ${e.restrictedItemId} is null and (${e.kind} not in ('minutes', 'decision') or exists (
      select 1 from ${proceedings} where ${proceedings.countyId} = ${countyId}
        and ${proceedings.meetingId} = ${e.meetingId} and ${proceedings.state} = 'issued'))`
  return sql`${ofBodies} and (${e.restrictedItemId} is null or ${e.restrictedItemId} in (
    select ${restrictedReaders.agendaItemId} from ${restrictedReaders}
    where ${restrictedReaders.countyId} = ${countyId} and ${restrictedReaders.personId} = ${placeholder('personId')}))`
}

async function dress(db: Db, actor: PersonActor, hits: readonly Hit[], terms: readonly string[]): Promise<Found[]> {
  const readersOf = await readLists(db, actor, hits)
  return hits.flatMap((hit): Found[] => {
    const asked = questionAbout(actor, hit, readersOf)
    if (!asked || !can(actor, ...asked)) return []
    return [
      {
        kind: hit.kind === 'restricted' ? 'minutes' : hit.kind,
        id: hit.thingId,
        href: hrefOf(hit),
        title: piecesOf(hit.title, foldWithPlaces(hit.title), terms, null),
        snippet: snippetOf(hit.body, foldWithPlaces, terms, around),
        isRestricted: hit.restrictedItemId !== null,
        bodyName: hit.bodyName,
        meeting:
          hit.meetingTitle === null || hit.issueNumber === null
            ? null
            : { title: hit.meetingTitle, issueNumber: hit.issueNumber },
        at: hit.at,
      },
    ]
  })
}

type Lists = (itemId: string) => PersonId[]

async function readLists(db: Db, { countyId }: PersonActor, hits: readonly Hit[]): Promise<Lists> {
  const lists = [...new Set(hits.map((hit) => hit.restrictedItemId).filter((id) => id !== null))]
  if (lists.length === 0) return () => []
  const readers = await db
    .select({ itemId: restrictedReaders.agendaItemId, personId: restrictedReaders.personId })
    .from(restrictedReaders)
    .where(and(eq(restrictedReaders.countyId, countyId), inArray(restrictedReaders.agendaItemId, lists)))
  return (itemId) => readers.filter((row) => row.itemId === itemId).map((row) => row.personId)
}

/** What access.ts is asked about a hit; null where it is no longer what it was. */
function questionAbout(actor: PersonActor, hit: Hit, readersOf: Lists): [Verb, Thing] | null {
  const { countyId } = actor
  const { bodyId, meetingId, leadUnitId } = hit
  if (hit.kind === 'topic') return ['topic.read', { kind: 'body', countyId, bodyId }]
  if (hit.kind === 'actionItem')
    return [
      'action-item.read',
      { kind: 'actionItem', countyId, bodyId, leadUnitId, assistingUnitIds: [], readers: null },
    ]
  if (hit.isRestrictedNow || meetingId === null) return null
  const meeting = { bodyId, meetingId }
  const readers = hit.restrictedItemId === null ? null : readersOf(hit.restrictedItemId)
  const documentId = hit.thingId as DocumentId
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
