// From the audit trail to what each address is told. The trail is the outbox: its lines are dense and in the order of their
// commits, so that reading on from where one stood misses nothing, and no command has to know of webhooks.
import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { eventHeads, events } from '@/db/schema/events'
import { meetings } from '@/db/schema/meetings'
import { documents, restrictedItems } from '@/db/schema/minutes'
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks'
import { readAudience } from '@/server/action-items/audience'
import type { CountyId } from '@/server/ids'
import { WebhookBody, type WebhookKind } from './contract'

type Line = typeof events.$inferSelect
type Told = { thingId: string; body: WebhookBody }

const ofItem = ['set-state', 'report', 'decide-extension', 'hand-over', 'set-duty', 'set-parent', 'split', 'label'].map(
  (deed) => `action-item.${deed}`,
)

const kindOf = (verb: string): WebhookKind | null => {
  if (ofItem.includes(verb) || verb === 'minutes.settle') return 'action-item.changed'
  if (verb === 'minutes.issue') return 'minutes.issued'
  if (verb === 'meeting.create') return 'meeting.planned'
  if (verb === 'notice.change') return 'meeting.changed'
  return verb === 'notice.cancel' ? 'meeting.cancelled' : null
}
const watched = [...ofItem, 'minutes.settle', 'minutes.issue', 'meeting.create', 'notice.change', 'notice.cancel']

/** Lines looked at in one go; what is left is next. */
const batch = 500

/** @returns how many tellings were written down */
export async function collect(db: Db, at: Date): Promise<number> {
  const rows = await db
    .select({ countyId: webhooks.countyId, id: webhooks.id, throughSeq: webhooks.throughSeq, head: eventHeads.seq })
    .from(webhooks)
    .innerJoin(eventHeads, eq(eventHeads.countyId, webhooks.countyId))
    .where(and(isNull(webhooks.pausedAt), gt(eventHeads.seq, webhooks.throughSeq)))
  let count = 0
  for (const { countyId, id } of rows) count += await db.transaction((tx) => collectFor(tx, { countyId, id }, at))
  return count
}

async function collectFor(tx: Tx, key: Pick<typeof webhooks.$inferSelect, 'countyId' | 'id'>, at: Date) {
  const isIt = and(eq(webhooks.countyId, key.countyId), eq(webhooks.id, key.id))
  // Held to the end: of two nodes one collects, the other finds it done.
  const [webhook] = await tx.select().from(webhooks).where(isIt).for('update', { skipLocked: true })
  if (!webhook || webhook.pausedAt) return 0
  const { countyId, throughSeq, kinds } = webhook
  // The head first: every line up to it is committed.
  const [head] = await tx.select({ seq: eventHeads.seq }).from(eventHeads).where(eq(eventHeads.countyId, countyId))
  const lines = await tx
    .select()
    .from(events)
    .where(
      and(
        eq(events.countyId, countyId),
        gt(events.seq, throughSeq),
        lte(events.seq, head!.seq),
        inArray(events.verb, watched),
        eq(events.result, 'done'),
      ),
    )
    .orderBy(asc(events.seq))
    .limit(batch)
  let count = 0
  for (const line of lines) {
    const kind = kindOf(line.verb)
    if (!kind || !kinds.includes(kind)) continue
    const told = await whatToTell(tx, kind, line)
    if (told.length === 0) continue
    const made = await tx
      .insert(webhookDeliveries)
      .values(
        told.map(({ thingId, body }) => ({
          countyId,
          id: crypto.randomUUID(),
          webhookId: webhook.id,
          seq: line.seq,
          kind,
          thingId,
          body: JSON.stringify(WebhookBody.parse(body)),
          createdAt: at,
          nextTryAt: at,
        })),
      )
      .onConflictDoNothing()
      .returning({ id: webhookDeliveries.id })
    count += made.length
  }
  const through = lines.length === batch ? lines.at(-1)!.seq : head!.seq
  await tx.update(webhooks).set({ throughSeq: through }).where(isIt)
  return count
}

async function whatToTell(tx: Tx, kind: WebhookKind, line: Line): Promise<Told[]> {
  if (line.thingId === null) return []
  if (kind === 'action-item.changed') return tellItems(tx, line)
  if (kind === 'minutes.issued') return tellMinutes(tx, line)
  const [meeting] = await tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.countyId, line.countyId), eq(meetings.id, line.thingId as never)))
  if (!meeting) return []
  const { id, bodyId, seriesId, issueNumber } = meeting
  const [startsAt, endsAt] = [meeting.startsAt.toISOString(), meeting.endsAt.toISOString()]
  const data = { id, bodyId, seriesId, issueNumber, startsAt, endsAt, isCancelled: meeting.cancelledAt !== null }
  return [{ thingId: id, body: { type: kind, timestamp: line.at.toISOString(), data } }]
}

/** Of restricted items nothing at all, not even that there is one (DECISIONS 1). */
async function tellItems(tx: Tx, line: Line): Promise<Told[]> {
  const { countyId, thingId, detail } = line
  const ids = [thingId, ...(line.verb === 'action-item.split' ? [detail.partId] : [])].filter((id) => id != null)
  const which =
    line.verb === 'minutes.settle'
      ? and(eq(actionItems.documentId, thingId as never), eq(actionItems.changedAt, line.at))
      : inArray(actionItems.id, ids as never[])
  const rows = await tx
    .select({ item: actionItems, bodyId: meetings.bodyId })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .where(and(eq(actionItems.countyId, countyId), which))
    .orderBy(asc(actionItems.number))
  const restricted = await readAudience(
    tx,
    countyId,
    rows.map(({ item }) => item),
  )
  return rows
    .filter(({ item }) => !restricted.has(item.id))
    .map(({ item, bodyId }) => {
      const { id, meetingId, state, percent, dueOn, leadUnitId } = item
      const change = line.verb.split('.')[1]!
      const data = { id, bodyId, meetingId, change, state, percent, dueOn, leadUnitId }
      return {
        thingId: id,
        body: {
          type: 'action-item.changed',
          timestamp: line.at.toISOString(),
          data: { ...data, isWithdrawn: item.withdrawnAt !== null },
        },
      }
    })
}

async function tellMinutes(tx: Tx, line: Line): Promise<Told[]> {
  const { countyId } = line
  const [row] = await tx
    .select({ id: documents.id, meetingId: meetings.id, bodyId: meetings.bodyId })
    .from(documents)
    .innerJoin(meetings, and(eq(meetings.countyId, documents.countyId), eq(meetings.id, documents.meetingId)))
    .where(
      and(
        eq(documents.countyId, countyId),
        or(eq(documents.id, line.thingId as never), eq(documents.meetingId, line.thingId as never)),
      ),
    )
  if (!row || (await isRestricted(tx, countyId, row.id))) return []
  return [{ thingId: row.meetingId, body: { type: 'minutes.issued', timestamp: line.at.toISOString(), data: row } }]
}

async function isRestricted(tx: Tx, countyId: CountyId, documentId: typeof documents.$inferSelect.id) {
  const [row] = await tx
    .select({ id: restrictedItems.documentId })
    .from(restrictedItems)
    .where(and(eq(restrictedItems.countyId, countyId), eq(restrictedItems.documentId, documentId)))
  return row !== undefined
}
