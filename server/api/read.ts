// What /api/v1 reads, with the rights of the token's person: of the bodies where access.ts says so, never a restricted item,
// which is for its list in person alone (DECISIONS 18).
import { and, asc, desc, eq, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import { actionItems, actionItemUnits } from '@/db/schema/action-items'
import { bodies, units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { documents, restrictedItems } from '@/db/schema/minutes'
import { issuedMinutes, minutesProceedings } from '@/db/schema/signing'
import { topics } from '@/db/schema/topics'
import { can, type PersonActor, type Verb } from '@/server/access'
import { forEyesOf } from '@/server/action-items/audience'
import { AppError } from '@/server/errors'
import { ActionItemId, BodyId, MeetingId, type BodyId as AnyBody } from '@/server/ids'
import { readMeeting } from '@/server/meetings/read'
import type { ActionItemsQuery, MeetingsQuery, MinutesQuery, TopicsQuery } from './contract'
import { readCursor, toPage, type Cursor } from './cursor'

/** Bodies in which the person may `verb`; of one alone where it was asked for, none where it may not. */
async function bodiesOf(db: Db, person: PersonActor, verb: Verb, only?: AnyBody): Promise<AnyBody[]> {
  const { countyId } = person
  const rows = await db
    .select({ id: bodies.id })
    .from(bodies)
    .where(and(eq(bodies.countyId, countyId), only && eq(bodies.id, BodyId.parse(only))))
  return rows.map(({ id }) => id).filter((bodyId) => can(person, verb, { kind: 'body', countyId, bodyId }))
}

const nothing = { items: [], next: null }

export async function readBodies(db: Db, person: PersonActor) {
  const ids = await bodiesOf(db, person, 'body.read')
  if (ids.length === 0) return nothing
  const items = await db
    .select({ id: bodies.id, name: bodies.name, level: bodies.level, establishedOn: bodies.establishedOn })
    .from(bodies)
    .where(and(eq(bodies.countyId, person.countyId), inArray(bodies.id, ids)))
    .orderBy(asc(bodies.name), asc(bodies.id))
  return { items, next: null }
}

type MeetingRow = Pick<
  typeof meetings.$inferSelect,
  'id' | 'bodyId' | 'seriesId' | 'title' | 'issueNumber' | 'place' | 'startsAt' | 'endsAt' | 'state' | 'cancelledAt'
>
const shownMeeting = ({ startsAt, endsAt, cancelledAt, ...row }: MeetingRow) => ({
  ...row,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  isCancelled: cancelledAt !== null,
})

/** Newest first. */
export async function readMeetings(db: Db, person: PersonActor, query: z.infer<typeof MeetingsQuery>) {
  const ids = await bodiesOf(db, person, 'meeting.read', query.bodyId)
  if (ids.length === 0) return nothing
  const rows = await db
    .select()
    .from(meetings)
    .where(
      and(
        eq(meetings.countyId, person.countyId),
        inArray(meetings.bodyId, ids),
        query.from ? gte(meetings.startsAt, new Date(query.from)) : undefined,
        query.until ? lt(meetings.startsAt, new Date(query.until)) : undefined,
        before(meetings.startsAt, meetings.id, readCursor(query.cursor)),
      ),
    )
    .orderBy(desc(meetings.startsAt), desc(meetings.id))
    .limit(query.limit + 1)
  return toPage(rows, query.limit, (row) => row.startsAt, shownMeeting)
}

const before = (moment: PgColumn, id: PgColumn, cursor: Cursor | null) =>
  cursor ? sql`(${moment}, ${id}) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : undefined

/** @throws not_found, not_allowed */
export async function readOneMeeting(db: Db, person: PersonActor, id: string) {
  const meeting = await readMeeting(db, person, idOf(MeetingId, id))
  return { ...shownMeeting(meeting), agenda: meeting.agenda }
}

/** An id that is none is nobody's. */
function idOf<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  const parsed = schema.safeParse(text)
  if (!parsed.success) throw new AppError('not_found')
  return parsed.data
}

const selectItems = (db: Db) =>
  db
    .select({
      item: actionItems,
      bodyId: meetings.bodyId,
      leadUnitName: units.name,
      assistingUnitIds: sql<
        string[]
      >`coalesce((select array_agg(${actionItemUnits.unitId} order by ${actionItemUnits.unitId})
        from ${actionItemUnits} where ${actionItemUnits.countyId} = ${actionItems.countyId}
        and ${actionItemUnits.actionItemId} = ${actionItems.id}), '{}')`,
    })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .leftJoin(units, and(eq(units.countyId, actionItems.countyId), eq(units.id, actionItems.leadUnitId)))

type ItemRow = Awaited<ReturnType<typeof selectItems>>[number]
const shownItem = ({ item, bodyId, leadUnitName, assistingUnitIds }: ItemRow) => ({
  ...item,
  bodyId,
  leadUnitName,
  assistingUnitIds,
  createdAt: item.createdAt.toISOString(),
  changedAt: item.changedAt.toISOString(),
})

/** In the order in which they were last changed, oldest first: who reads on from `next` misses none. */
export async function readActionItems(db: Db, person: PersonActor, query: z.infer<typeof ActionItemsQuery>) {
  const ids = await bodiesOf(db, person, 'action-item.read', query.bodyId)
  if (ids.length === 0) return nothing
  const cursor = readCursor(query.cursor)
  const asked = and(
    eq(actionItems.countyId, person.countyId),
    isNull(actionItems.withdrawnAt),
    forEyesOf(person),
    query.meetingId && eq(actionItems.meetingId, query.meetingId),
    query.leadUnitId && eq(actionItems.leadUnitId, query.leadUnitId),
    query.state && eq(actionItems.state, query.state),
    query.dueUntil ? lte(actionItems.dueOn, query.dueUntil) : undefined,
    query.changedSince ? gte(actionItems.changedAt, new Date(query.changedSince)) : undefined,
    cursor
      ? and(
          // What the index begins at; the rest of a place is compared from there.
          sql`${actionItems.changedAt} >= ${cursor[0]}::timestamptz`,
          sql`(${actionItems.changedAt}, ${actionItems.id}) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`,
        )
      : undefined,
  )
  // One bounded stretch of an index for each body, merged, as the ledger's own pages are read (action-items/read.ts).
  const stretches = ids.map(
    (bodyId) => sql`(select ${actionItems.changedAt} as moment, ${actionItems.id} as id from ${actionItems}
      where ${asked} and ${actionItems.bodyId} = ${bodyId}
      order by ${actionItems.changedAt}, ${actionItems.id} limit ${query.limit + 1})`,
  )
  const picked = await db.execute<{ id: ActionItemId }>(
    sql`select id from (${sql.join(stretches, sql` union all `)}) as found order by moment, id limit ${query.limit + 1}`,
  )
  if (picked.length === 0) return nothing
  const rows = await selectItems(db)
    .where(
      and(
        eq(actionItems.countyId, person.countyId),
        inArray(
          actionItems.id,
          picked.map((row) => row.id),
        ),
      ),
    )
    .orderBy(asc(actionItems.changedAt), asc(actionItems.id))
  const keyed = rows.map((row) => ({ ...row, id: row.item.id }))
  return toPage(keyed, query.limit, ({ item }) => item.changedAt, shownItem)
}

/** @throws not_found also for one the person may not read */
export async function readOneActionItem(db: Db, person: PersonActor, id: string) {
  const { countyId } = person
  const [row] = await selectItems(db).where(
    and(
      eq(actionItems.countyId, countyId),
      eq(actionItems.id, idOf(ActionItemId, id)),
      isNull(actionItems.withdrawnAt),
      forEyesOf(person),
    ),
  )
  if (!row || !can(person, 'action-item.read', { kind: 'body', countyId, bodyId: row.bodyId }))
    throw new AppError('not_found')
  return shownItem(row)
}

/** Newest first. */
export async function readTopics(db: Db, person: PersonActor, query: z.infer<typeof TopicsQuery>) {
  const ids = await bodiesOf(db, person, 'topic.read', query.bodyId)
  if (ids.length === 0) return nothing
  const rows = await db
    .select()
    .from(topics)
    .where(
      and(
        eq(topics.countyId, person.countyId),
        inArray(topics.bodyId, ids),
        query.state && eq(topics.state, query.state),
        before(topics.createdAt, topics.id, readCursor(query.cursor)),
      ),
    )
    .orderBy(desc(topics.createdAt), desc(topics.id))
    .limit(query.limit + 1)
  return toPage(
    rows,
    query.limit,
    (row) => row.createdAt,
    (row) => ({ ...row, createdAt: row.createdAt.toISOString() }),
  )
}

/** Of the sittings, as issued; newest first. Minutes of restricted items are none of these. */
export async function readIssuedMinutes(db: Db, person: PersonActor, query: z.infer<typeof MinutesQuery>) {
  const ids = await bodiesOf(db, person, 'meeting.read', query.bodyId)
  if (ids.length === 0) return nothing
  const rows = await db
    .select({
      id: issuedMinutes.documentId,
      meetingId: minutesProceedings.meetingId,
      bodyId: issuedMinutes.bodyId,
      title: meetings.title,
      documentNumber: issuedMinutes.documentNumber,
      visibility: issuedMinutes.visibility,
      at: issuedMinutes.at,
    })
    .from(issuedMinutes)
    .innerJoin(
      minutesProceedings,
      and(
        eq(minutesProceedings.countyId, issuedMinutes.countyId),
        eq(minutesProceedings.documentId, issuedMinutes.documentId),
        eq(minutesProceedings.state, 'issued'),
      ),
    )
    .innerJoin(
      meetings,
      and(eq(meetings.countyId, issuedMinutes.countyId), eq(meetings.id, minutesProceedings.meetingId)),
    )
    .innerJoin(
      documents,
      and(eq(documents.countyId, issuedMinutes.countyId), eq(documents.id, issuedMinutes.documentId)),
    )
    .where(
      and(
        eq(issuedMinutes.countyId, person.countyId),
        inArray(issuedMinutes.bodyId, ids),
        sql`not exists (select 1 from ${restrictedItems} where ${restrictedItems.countyId} = ${documents.countyId}
          and ${restrictedItems.documentId} = ${documents.id})`,
        before(issuedMinutes.at, issuedMinutes.documentId, readCursor(query.cursor)),
      ),
    )
    .orderBy(desc(issuedMinutes.at), desc(issuedMinutes.documentId))
    .limit(query.limit + 1)
  return toPage(
    rows,
    query.limit,
    (row) => row.at,
    ({ at, ...row }) => ({ ...row, issuedAt: at.toISOString() }),
  )
}
