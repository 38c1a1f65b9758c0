// Makes the index say what the rows say. The marks are read and removed first, then the things are read: whatever is written
// after that has left a mark of its own, which waits for the next round. A thing is refreshed by one at a time, under an
// advisory lock, so that an older reading never overwrites a newer one.
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { decisions, documents, restrictedItems } from '@/db/schema/minutes'
import { searchEntries, searchMarks } from '@/db/schema/search'
import { topics } from '@/db/schema/topics'
import type { ActionItemId, DecisionId, DocumentId, TopicId } from '@/server/ids'
import { fold } from './fold'
import { gramsOfEntry, maxIndexed, sectionsOf } from './model'

type Mark = Pick<typeof searchMarks.$inferSelect, 'countyId' | 'kind' | 'thingId'>
type Row = typeof searchEntries.$inferInsert
type Draft = Omit<Row, 'foldedTitle' | 'foldedBody' | 'grams' | 'body'> & { body: string }

/** @returns how many marks were dealt with; 0: nothing is left but what others are at */
export async function refreshSearch(db: Db, limit = 50): Promise<number> {
  return db.transaction(async (tx) => {
    const oldest = tx
      .select({ seq: searchMarks.seq })
      .from(searchMarks)
      .orderBy(searchMarks.seq)
      .limit(limit)
      .for('update', { skipLocked: true })
    const marks = await tx
      .delete(searchMarks)
      .where(inArray(searchMarks.seq, oldest))
      .returning({ countyId: searchMarks.countyId, kind: searchMarks.kind, thingId: searchMarks.thingId })
    const things = new Map(marks.map((mark) => [`${mark.thingId} ${mark.kind}`, mark]))
    // In one order everywhere: two rounds that meet in two things must not wait for each other.
    for (const [, mark] of [...things].sort(([a], [b]) => (a < b ? -1 : 1))) await refreshThing(tx, mark)
    return marks.length
  })
}

/** Until nothing is left. @returns how many marks there were */
export async function refreshAll(db: Db): Promise<number> {
  let sum = 0
  for (;;) {
    const count = await refreshSearch(db, 200)
    if (count === 0) return sum
    sum += count
  }
}

async function refreshThing(tx: Tx, mark: Mark): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${mark.thingId}, 7))`)
  const rows = (await draftsOf(tx, mark)).map(({ title, body, ...rest }): Row => {
    const kept = body.slice(0, maxIndexed)
    const [foldedTitle, foldedBody] = [fold(title), fold(kept)]
    return { ...rest, title, body: kept, foldedTitle, foldedBody, grams: gramsOfEntry(foldedTitle, foldedBody) }
  })
  await tx
    .delete(searchEntries)
    .where(and(eq(searchEntries.countyId, mark.countyId), eq(searchEntries.thingId, mark.thingId)))
  if (rows.length > 0) await tx.insert(searchEntries).values(rows)
}

function draftsOf(tx: Tx, mark: Mark): Promise<Draft[]> {
  switch (mark.kind) {
    case 'topic':
      return draftTopic(tx, mark)
    case 'document':
      return draftDocument(tx, mark)
    case 'decision':
      return draftDecision(tx, mark)
    case 'actionItem':
      return draftActionItem(tx, mark)
  }
}

async function draftTopic(tx: Tx, { countyId, thingId }: Mark): Promise<Draft[]> {
  const [row] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.countyId, countyId), eq(topics.id, thingId as TopicId)))
  if (!row) return []
  const body = [row.problem, row.facts, row.wish].filter((text) => text !== '').join('\n')
  const { bodyId, title, createdAt } = row
  return [{ countyId, kind: 'topic', thingId, partId: thingId, bodyId, title, body, at: createdAt }]
}

async function draftDocument(tx: Tx, { countyId, thingId }: Mark): Promise<Draft[]> {
  const [row] = await tx
    .select({
      kind: documents.kind,
      plainText: documents.plainText,
      meetingId: documents.meetingId,
      bodyId: meetings.bodyId,
      startsAt: meetings.startsAt,
    })
    .from(documents)
    .leftJoin(meetings, and(eq(meetings.countyId, documents.countyId), eq(meetings.id, documents.meetingId)))
    .where(and(eq(documents.countyId, countyId), eq(documents.id, thingId as DocumentId)))
  if (!row) return []
  if (row.kind === 'restricted') return draftRestricted(tx, { countyId, thingId }, row.plainText)
  const { plainText, meetingId, bodyId, startsAt } = row
  // A free-standing text has no page of its own to lead to.
  if (meetingId === null || bodyId === null || startsAt === null) return []
  const items = await tx
    .select({ id: agendaItems.id, title: agendaItems.title, isRestricted: agendaItems.isRestricted })
    .from(agendaItems)
    .where(and(eq(agendaItems.countyId, countyId), eq(agendaItems.meetingId, meetingId)))
    .orderBy(agendaItems.position)
  const restricted = new Set<string>(items.filter((item) => item.isRestricted).map(({ id }) => id))
  const common = { countyId, kind: 'minutes' as const, thingId, bodyId, meetingId, at: startsAt }
  // What was written before an item was restricted is not its document's, and is nobody's to find.
  return sectionsOf(plainText, items)
    .filter(({ partId, body }) => !restricted.has(partId) && body !== '')
    .map((section) => ({ ...common, ...section }))
}

async function draftRestricted(
  tx: Tx,
  { countyId, thingId }: Pick<Mark, 'countyId' | 'thingId'>,
  plainText: string,
): Promise<Draft[]> {
  const [item] = await tx
    .select({
      id: restrictedItems.agendaItemId,
      title: restrictedItems.title,
      meetingId: agendaItems.meetingId,
      bodyId: meetings.bodyId,
      startsAt: meetings.startsAt,
    })
    .from(restrictedItems)
    .innerJoin(
      agendaItems,
      and(eq(agendaItems.countyId, restrictedItems.countyId), eq(agendaItems.id, restrictedItems.agendaItemId)),
    )
    .innerJoin(meetings, and(eq(meetings.countyId, agendaItems.countyId), eq(meetings.id, agendaItems.meetingId)))
    .where(and(eq(restrictedItems.countyId, countyId), eq(restrictedItems.documentId, thingId as DocumentId)))
  if (!item) return []
  const { id, title, meetingId, bodyId, startsAt } = item
  const audience = { bodyId, meetingId, restrictedItemId: id }
  return [{ countyId, kind: 'restricted', thingId, partId: id, ...audience, title, body: plainText, at: startsAt }]
}

/** Records of a restricted item stand in its own text alone. */
const ofMinutes = eq(documents.kind, 'minutes')
/** Imported items are of a text that is no sitting's. */
const notRestricted = ne(documents.kind, 'restricted')

async function draftDecision(tx: Tx, { countyId, thingId }: Mark): Promise<Draft[]> {
  const [row] = await tx
    .select({ text: decisions.text, meetingId: meetings.id, bodyId: meetings.bodyId, startsAt: meetings.startsAt })
    .from(decisions)
    .innerJoin(documents, and(eq(documents.countyId, decisions.countyId), eq(documents.id, decisions.documentId)))
    .innerJoin(meetings, and(eq(meetings.countyId, documents.countyId), eq(meetings.id, documents.meetingId)))
    .where(
      and(
        eq(decisions.countyId, countyId),
        eq(decisions.id, thingId as DecisionId),
        isNull(decisions.withdrawnAt),
        ofMinutes,
      ),
    )
  if (!row) return []
  const { text, meetingId, bodyId, startsAt } = row
  return [
    { countyId, kind: 'decision', thingId, partId: thingId, bodyId, meetingId, title: text, body: '', at: startsAt },
  ]
}

async function draftActionItem(tx: Tx, { countyId, thingId }: Mark): Promise<Draft[]> {
  const [row] = await tx
    .select({
      title: actionItems.title,
      owner: actionItems.owner,
      deliverable: actionItems.deliverable,
      meetingId: meetings.id,
      bodyId: meetings.bodyId,
      startsAt: meetings.startsAt,
    })
    .from(actionItems)
    .innerJoin(documents, and(eq(documents.countyId, actionItems.countyId), eq(documents.id, actionItems.documentId)))
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .where(
      and(
        eq(actionItems.countyId, countyId),
        eq(actionItems.id, thingId as ActionItemId),
        isNull(actionItems.withdrawnAt),
        notRestricted,
      ),
    )
  if (!row) return []
  const { title, owner, deliverable, meetingId, bodyId, startsAt } = row
  const body = [deliverable, owner].filter((text) => text !== '').join('\n')
  return [{ countyId, kind: 'actionItem', thingId, partId: thingId, bodyId, meetingId, title, body, at: startsAt }]
}
