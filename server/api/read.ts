// What /api/v1 reads, with the rights of the token's person: of the bodies where access.ts says so, never a restricted item,
// which is for its list in person alone (DECISIONS 18).
import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import type { Db } from '@/db/client'
import { bodies } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { documents, restrictedItems } from '@/db/schema/minutes'
import { issuedMinutes, minutesProceedings } from '@/db/schema/signing'
import { topics } from '@/db/schema/topics'
import type { PersonActor } from '@/server/access'
import { MeetingId } from '@/server/ids'
import { beforeFirst } from '@/server/meetings/model'
import { readMeeting } from '@/server/meetings/read'
import type { MeetingsQuery, MinutesQuery, TopicsQuery } from './contract'
import { readCursor, toPage, type Cursor } from './cursor'
import { bodiesOf, bodiesWhere, nothing, parseId } from './scope'

export async function readBodies(db: Db, person: PersonActor) {
  const all = await db
    .select({ id: bodies.id, name: bodies.name, level: bodies.level, establishedOn: bodies.establishedOn })
    .from(bodies)
    .where(eq(bodies.countyId, person.countyId))
    .orderBy(asc(bodies.name), asc(bodies.id))
  const ids = all.map(({ id }) => id)
  const mine = new Set(bodiesWhere(person, 'body.read', ids))
  return { items: all.filter(({ id }) => mine.has(id)), next: null }
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
  const ids = bodiesOf(person, 'meeting.read', query.bodyId)
  if (ids.length === 0) return nothing
  const rows = await db
    .select()
    .from(meetings)
    .where(
      and(
        eq(meetings.countyId, person.countyId),
        inArray(meetings.bodyId, ids),
        gt(meetings.issueNumber, beforeFirst),
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
  const meeting = await readMeeting(db, person, parseId(MeetingId, id))
  return { ...shownMeeting(meeting), agenda: meeting.agenda }
}

/** Newest first. */
export async function readTopics(db: Db, person: PersonActor, query: z.infer<typeof TopicsQuery>) {
  const ids = bodiesOf(person, 'topic.read', query.bodyId)
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
  const ids = bodiesOf(person, 'meeting.read', query.bodyId)
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
