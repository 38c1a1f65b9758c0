// The box of one secret vote: a table of its own, made at opening, dropped at closing, in the transaction that writes the
// count. Unlogged, so that no envelope is ever in the WAL, in a replica or in a base backup; sealed with a key that is not
// in the database; never analysed, so that no statistic keeps a value. Decision 016 says what that gives and what it does
// not. Postgres empties such a table when it was killed: the first row says that it still is what it was.
import { eq, sql as raw, type SQL } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { votes } from '@/db/schema/votes'
import { AppError } from '@/server/errors'
import { VotePlaceId, type CountyId, type VoteId } from '@/server/ids'
import { seal, unseal } from '@/server/seal'

type Box = { countyId: CountyId; id: VoteId }
/** No place has it. */
const mark = '00000000-0000-0000-0000-000000000000'

/** A uuid is hexadecimal and dashes: nothing of it needs quoting. */
const tableOf = ({ id }: Pick<Box, 'id'>): SQL => raw.raw(`secret_ballots.v_${id.replaceAll('-', '')}`)

export async function makeBox(tx: Tx, box: Box): Promise<void> {
  await tx.execute(raw`create unlogged table ${tableOf(box)}
    (place_id uuid primary key, envelope bytea not null) with (autovacuum_enabled = false)`)
  await tx.execute(raw`insert into ${tableOf(box)} values (${mark}, '')`)
}

/** False when the place has voted already. What was in the envelope is not looked at: an answer would tell. */
export async function putIn(tx: Tx, box: Box, placeId: VotePlaceId, choice: number): Promise<boolean> {
  await requireWhole(tx, box)
  const envelope = Buffer.from(seal('ballot', placeOf(box, placeId), String.fromCharCode(65 + choice)))
  const rows = await tx.execute(raw`insert into ${tableOf(box)} values (${placeId}, ${envelope}) on conflict do nothing
    returning true`)
  return rows.length > 0
}

/** Opens every envelope and takes the box away. The caller holds the vote's row for update, so that none comes after. */
export async function emptyBox(tx: Tx, box: Box): Promise<{ placeId: VotePlaceId; choice: number }[]> {
  await requireWhole(tx, box)
  const rows = await tx.execute<{ place_id: string; envelope: Buffer }>(
    raw`select place_id, envelope from ${tableOf(box)} where place_id <> ${mark}`,
  )
  const ballots = rows.map((row) => {
    const placeId = VotePlaceId.parse(row.place_id)
    return { placeId, choice: unseal('ballot', placeOf(box, placeId), row.envelope).charCodeAt(0) - 65 }
  })
  await dropBox(tx, box)
  return ballots
}

export const dropBox = async (tx: Tx, box: Box): Promise<void> =>
  void (await tx.execute(raw`drop table if exists ${tableOf(box)}`))

export type BoxState = { isLost: boolean; voted: Set<string> }

/** Who has voted; nothing of what. Null: the box was taken away meanwhile. */
export async function lookAtBox(db: Db, box: Box): Promise<BoxState | null> {
  try {
    const rows = await db.execute<{ place_id: string }>(raw`select place_id from ${tableOf(box)}`)
    const voted = new Set(rows.map((row) => row.place_id))
    return { isLost: !voted.delete(mark), voted }
  } catch (error) {
    if (isNoTable(error)) return null
    throw error
  }
}

const isNoTable = (error: unknown) => {
  const cause = (error as { cause?: unknown }).cause ?? error
  return (cause as { code?: unknown }).code === '42P01'
}

async function requireWhole(tx: Tx, box: Box): Promise<void> {
  const rows = await tx.execute(raw`select true from ${tableOf(box)} where place_id = ${mark}`)
  if (rows.length === 0) throw new AppError('vote_lost')
}

const placeOf = ({ countyId, id }: Box, placeId: VotePlaceId) => `${countyId}/${id}/${placeId}`

/** Locks the vote: shared by those who vote, alone by who closes. Whoever votes first is counted, whoever comes after refused. */
export async function lockVote(tx: Tx, { countyId, id }: Box, how: 'share' | 'update') {
  const [row] = await tx
    .select()
    .from(votes)
    .where(raw`${eq(votes.countyId, countyId)} and ${eq(votes.id, id)}`)
    .for(how)
  if (!row) throw new AppError('not_found')
  return row
}
