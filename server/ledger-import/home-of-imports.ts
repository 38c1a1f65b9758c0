// Where imported items stand: every item is of a sitting, and these come from before the first one. Each body has one such
// place, number 0 of its first series, made with its first import under the body's structure lock. It is no sitting: no list
// or calendar has it, and it has no page and no minutes.
import { and, asc, eq, min } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { bodies, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { documents } from '@/db/schema/minutes'
import { AppError } from '@/server/errors'
import { DocumentId, MeetingId, type BodyId, type CountyId } from '@/server/ids'
import { beforeFirst } from '@/server/meetings/model'
import { translator } from '@/server/messages'
import { makeJoinCode } from '@/server/secrets'

export type Home = { meetingId: MeetingId; documentId: DocumentId }

/** @throws conflict: the body has no series yet */
export async function homeOfImports(tx: Tx, countyId: CountyId, bodyId: BodyId, at: Date): Promise<Home> {
  const ofBody = and(eq(meetings.countyId, countyId), eq(meetings.bodyId, bodyId))
  const [known] = await tx
    .select({ id: meetings.id })
    .from(meetings)
    .where(and(ofBody, eq(meetings.issueNumber, beforeFirst)))
  if (known) {
    const [first] = await tx
      .select({ documentId: actionItems.documentId })
      .from(actionItems)
      .where(and(eq(actionItems.countyId, countyId), eq(actionItems.meetingId, known.id)))
      .limit(1)
    if (first) return { meetingId: known.id, documentId: first.documentId }
  }
  const title = await titleOf(tx, countyId)
  const documentId = DocumentId.parse(crypto.randomUUID())
  // The text they belong to, empty for good: what asks an item's text for its audience finds one that is for all.
  await tx.insert(documents).values({ countyId, id: documentId, kind: 'free', title, createdAt: at })
  return { meetingId: known?.id ?? (await makeHome(tx, countyId, bodyId, title, at)), documentId }
}

async function makeHome(tx: Tx, countyId: CountyId, bodyId: BodyId, title: string, at: Date): Promise<MeetingId> {
  const [kind] = await tx
    .select({ id: series.id })
    .from(series)
    .where(and(eq(series.countyId, countyId), eq(series.bodyId, bodyId)))
    .orderBy(asc(series.id))
    .limit(1)
  if (!kind) throw new AppError('conflict')
  const [first] = await tx
    .select({ at: min(meetings.startsAt) })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.bodyId, bodyId)))
  const [body] = await tx
    .select({ createdAt: bodies.createdAt })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), eq(bodies.id, bodyId)))
  // Before the first sitting, so that the standing point of each brings these items up.
  const endsAt = new Date(Math.min(body!.createdAt.getTime(), first?.at?.getTime() ?? Infinity) - 3_600_000)
  const id = MeetingId.parse(crypto.randomUUID())
  await tx.insert(meetings).values({
    countyId,
    id,
    bodyId,
    seriesId: kind.id,
    title,
    issueNumber: beforeFirst,
    startsAt: new Date(endsAt.getTime() - 3_600_000),
    endsAt,
    state: 'ended',
    endedAt: endsAt,
    joinCode: makeJoinCode(),
    createdAt: at,
  })
  return id
}

async function titleOf(tx: Tx, countyId: CountyId): Promise<string> {
  const [county] = await tx.select({ locale: counties.locale }).from(counties).where(eq(counties.id, countyId))
  return translator(county!.locale, 'ledger-import')('home')
}
