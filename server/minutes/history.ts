// The versions of a sitting's minutes: the rows of the writer, seen as stretches of work. Nothing is stored for it: rows are
// kept until the minutes are issued (DECISIONS 7), and any sequence can be built again from them.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { CountyId, DocumentId } from '@/server/ids'
import { blocksOfItem, type MinutesBlock } from '@/server/minutes/blocks'
import { compareBlocks } from '@/server/minutes/compare'
import type { ComparedRow } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytesAt } from '@/server/minutes/load'
import { readAgendaOf, readDocument, type DocumentThing } from '@/server/minutes/read'
import { readVotesOfDocument } from '@/server/votes/read'

/** A stretch of work: no pause of two minutes in it, ten minutes at most. */
export type Version = {
  /** The newest sequence in it. */
  seq: number
  /** The sequence before it: 0 for the first. */
  since: number
  from: Date
  until: Date
  /** Who wrote in it, by client (DECISIONS 7); nobody for what the system wrote (numbers, the empty frame). */
  people: { id: string; name: string }[]
}

const page = 60

/** Newest first. @param by only stretches in which this person or seat wrote. @throws not_found, not_allowed */
export async function readVersions(
  db: Db,
  actor: PersonActor,
  documentId: DocumentId,
  { by = null, before = null }: { by?: string | null; before?: number | null } = {},
): Promise<{ versions: Version[]; older: number | null; writers: { id: string; name: string }[] }> {
  const { countyId } = await mayLookBack(db, actor, documentId)
  const rows = (await db.execute(raw`
    with marked as (
      select seq, at, sender_id, clients, coalesce(at - lag(at) over (order by seq) > interval '2 minutes', true) as fresh
      from document_updates where county_id = ${countyId} and document_id = ${documentId}
    ), stretches as (
      select *, count(*) filter (where fresh) over (order by seq) as stretch from marked
    ), slices as (
      select *, floor(extract(epoch from at - min(at) over (partition by stretch)) / 600) as slice from stretches
    ), sent_on as (
      ${sentOn(countyId, documentId)}
    ), versions as (
      select max(s.seq) as seq, min(s.seq) - 1 as since, min(at) as "from", max(at) as until,
        coalesce(array_agg(distinct sender_id) filter (where sender_id is not null and clients is null), '{}')
          || coalesce(array_agg(distinct o.author) filter (where o.author is not null), '{}') as authors
      from slices s left join sent_on o on o.seq = s.seq group by stretch, slice
    )
    select * from versions
    where (${before}::bigint is null or seq < ${before}::bigint)
      and (${by}::uuid is null or ${by}::uuid = any(authors))
    order by seq desc limit ${page + 1}`)) as unknown as {
    seq: string
    since: string
    from: string
    until: string
    authors: string[]
  }[]
  const writers = await readWriters(db, documentId, countyId)
  const nameOf = new Map(writers.map((writer) => [writer.id, writer]))
  const versions = rows.slice(0, page).map((row) => ({
    seq: Number(row.seq),
    since: Number(row.since),
    from: new Date(row.from),
    until: new Date(row.until),
    people: [...new Set(row.authors)].map((id) => nameOf.get(id) ?? { id, name: '' }),
  }))
  return { versions, older: rows.length > page ? versions.at(-1)!.seq : null, writers }
}

/**
 * Rows that bring words of others, each with their authors. A client nobody is bound to counts as its sender's: typed
 * offline in a tab that was closed since.
 */
const sentOn = (countyId: CountyId, documentId: DocumentId) => raw`
  select u.seq, coalesce(c.author_id, u.sender_id) as author
  from document_updates u cross join lateral unnest(u.clients) as k(client)
  left join document_clients c on c.county_id = u.county_id and c.document_id = u.document_id and c.client = k.client
  where u.county_id = ${countyId} and u.document_id = ${documentId} and u.clients is not null`

/** Everybody who ever wrote, by name. */
async function readWriters(
  db: Db,
  documentId: DocumentId,
  countyId: CountyId,
): Promise<{ id: string; name: string }[]> {
  return (await db.execute(raw`
    with authors as (
      select sender_id as id from document_updates
      where county_id = ${countyId} and document_id = ${documentId} and sender_id is not null and clients is null
      union select author from (${sentOn(countyId, documentId)}) as sent_on where author is not null
    )
    select a.id, coalesce(seats.name, people.name, '') as name from authors a
    left join seats on seats.county_id = ${countyId} and seats.id = a.id
    left join people on people.county_id = ${countyId} and people.id = a.id
    order by name, a.id`)) as unknown as { id: string; name: string }[]
}

export type Comparison = {
  /** Both ends, as they were found: a sequence beyond the newest is the newest. */
  before: number
  after: number
  items: { id: string; position: number; title: string; rows: ComparedRow[] }[]
}

/** What changed from sequence `before` to sequence `after`. @throws not_found, not_allowed */
export async function compareVersions(
  db: Db,
  actor: PersonActor,
  documentId: DocumentId,
  { before, after }: { before: number; after: number },
): Promise<Comparison> {
  const { countyId, meeting } = await mayLookBack(db, actor, documentId)
  const [agenda, old, fresh] = await Promise.all([
    readAgendaOf(db, countyId, meeting.meetingId),
    loadBytesAt(db, documentId, before),
    loadBytesAt(db, documentId, after),
  ])
  if (!old || !fresh) throw new AppError('not_found')
  const [{ doc: left }, { doc: right }] = [await buildDocInTurns(old), await buildDocInTurns(fresh)]
  const votes = await readVotesOfDocument(db, countyId, documentId)
  const worded = (blocks: MinutesBlock[]) =>
    blocks.map((block) =>
      block.kind === 'vote' ? { ...block, question: votes.get(block.voteId)?.question ?? '' } : block,
    )
  const items = agenda.map((item) => ({
    ...item,
    rows: compareBlocks(worded(blocksOfItem(left, item.id)), worded(blocksOfItem(right, item.id))),
  }))
  left.destroy()
  right.destroy()
  return { before: old.head, after: fresh.head, items }
}

async function mayLookBack(db: Db, actor: PersonActor, documentId: DocumentId) {
  const document = await readDocument(db, documentId)
  if (!document || document.thing.countyId !== actor.countyId) throw new AppError('not_found')
  requireAccess(actor, 'minutes.history', document.thing)
  return document.thing as DocumentThing & { meeting: NonNullable<DocumentThing['meeting']> }
}
