// The one statement of the writer and the line it travels on: what is in a row, and how rows of many documents get there.
import postgres from 'postgres'
import type { DocumentId } from '@/server/ids'
import type { QueuedUpdate, Refusal, Sink } from '@/server/minutes/store'
import { packUpdates } from '@/server/minutes/update-bytes'

export type Part = { sink: Sink; updates: QueuedUpdate[]; rows: Row[] }
export type Row = { senderId: string | null; clients: number[] | null; data: Uint8Array; updates: QueuedUpdate[] }
export type Committed = { id: DocumentId; base: string; head: string }

const rowBytes = 256 * 1024
const statementMs = 10_000
/** Milliseconds the row of a document is waited for, while somebody else holds it. */
const lockMs = 1_000

/**
 * A connection of the writer's own: no page's slow query is ever before it, and the statement keeps one plan. Left to
 * itself Postgres plans it anew each time (an array of one looks cheaper than the general case): 5 ms against 0.4.
 */
export function ownLine(shared: postgres.Sql): postgres.Sql {
  const { options } = shared
  const connection = {
    ...options.connection,
    plan_cache_mode: 'force_generic_plan',
    lock_timeout: lockMs,
    // Whatever the database or the role is set to: a commit that does not wait for the disk is no promise.
    synchronous_commit: 'on',
  }
  return postgres({ ...(options as object), max: 1, idle_timeout: 0, max_lifetime: null, connection })
}

/**
 * Consecutive updates of one sender share a row, within bounds: own words with own words, and what was sent on for others
 * with its like. Order within a sender is kept.
 */
export function toRows(updates: readonly QueuedUpdate[]): Row[] {
  const rows: { senderId: string | null; clients: Set<number> | null; updates: QueuedUpdate[]; bytes: number }[] = []
  const open = new Map<string | null, (typeof rows)[number]>()
  for (const update of updates) {
    const { senderId, clients, data } = update
    let row = open.get(senderId)
    if (!row || row.bytes + data.length > rowBytes || (row.clients === null) !== (clients === null)) {
      row = { senderId, clients: clients && new Set(), updates: [], bytes: 0 }
      open.set(senderId, row)
      rows.push(row)
    }
    for (const client of clients ?? []) row.clients!.add(client)
    row.updates.push(update)
    row.bytes += data.length
  }
  return rows.map(({ senderId, clients, updates: of }) => ({
    senderId,
    clients: clients && [...clients],
    updates: of,
    data: packUpdates(of.map((update) => update.data)),
  }))
}

/**
 * Locks the documents in the order of their ids (two nodes never deadlock), refuses frozen ones and those set aside, bumps
 * their heads, inserts the rows and binds new clients to their authors (the first to be bound stays): one statement, one
 * transaction. All bytes travel as one parameter, cut in SQL.
 */
export async function write(sql: postgres.Sql, parts: readonly Part[], at: Date): Promise<Committed[]> {
  const rows = parts.flatMap((part) => part.rows.map((row, index) => ({ ...row, documentId: part.sink.id, index })))
  const blob = Buffer.concat(rows.map((row) => row.data))
  let offset = 0
  const offsets = rows.map((row) => {
    const start = offset + 1
    offset += row.data.length
    return start
  })
  const bound = parts.flatMap(({ sink, updates }) =>
    updates.filter(({ binds }) => binds !== null).map((update) => ({ ...update, documentId: sink.id })),
  )
  const query = sql<Committed[]>`
    with c as (
      select * from unnest(
        ${parts.map((p) => p.sink.countyId)}::uuid[], ${parts.map((p) => p.sink.id)}::uuid[],
        ${parts.map((p) => p.rows.length)}::int[]) as c(county_id, id, n)
    ), lk as (
      select d.county_id, d.id, c.n from documents d join c using (county_id, id)
      where d.frozen_at is null and d.quarantined_at is null order by d.id for update of d
    ), h as (
      update documents d set head = d.head + lk.n from lk where d.county_id = lk.county_id and d.id = lk.id
      returning d.county_id, d.id, d.head - lk.n as base, d.head
    ), ins as (
      insert into document_updates (county_id, document_id, seq, data, sender_id, clients, at)
      select h.county_id, h.id, h.base + 1 + x.k, substring(${blob}::bytea from x.start for x.len), x.sender,
        x.clients::bigint[], ${at.toISOString()}::timestamptz
      from unnest(
        ${rows.map((row) => row.documentId)}::uuid[], ${rows.map((row) => row.index)}::int[], ${offsets}::int[],
        ${rows.map((row) => row.data.length)}::int[], ${rows.map((row) => row.senderId)}::uuid[],
        ${rows.map((row) => row.clients && `{${row.clients.join()}}`)}::text[]
      ) as x(id, k, start, len, sender, clients) join h on h.id = x.id
    ), bound as (
      insert into document_clients (county_id, document_id, client, author_id)
      select h.county_id, h.id, b.client, b.author
      from unnest(
        ${bound.map((update) => update.documentId)}::uuid[], ${bound.map((update) => update.binds)}::bigint[],
        ${bound.map((update) => update.senderId)}::uuid[]
      ) as b(id, client, author) join h on h.id = b.id
      on conflict do nothing
    )
    select id, base, head from h`
  return withDeadline(query, statementMs)
}

export async function whyRefused(sql: postgres.Sql, documentId: DocumentId): Promise<Refusal> {
  const [row] = await sql<{ aside: boolean }[]>`
    select frozen_at is null and quarantined_at is not null as aside from documents where id = ${documentId}
  `.catch(() => [{ aside: false }])
  if (!row) return 'gone'
  return row.aside ? 'failing' : 'frozen'
}

export class NoAnswer extends Error {}

/** A swallowed connection never answers: after `ms` the outcome counts as unknown. */
async function withDeadline(query: Promise<Committed[]>, ms: number): Promise<Committed[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${ms} ms`)), ms)
  })
  // Should it fail later, nobody is listening any more.
  query.catch(() => {})
  try {
    return await Promise.race([query, late])
  } finally {
    clearTimeout(timer)
  }
}
