// A person's sittings and due dates for their calendar program, under a secret address. The address is shown once and kept as a hash.
import { and, eq, gt, gte, inArray, isNotNull, isNull, max, notInArray, or } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { bodies } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { calendarFeeds, notices } from '@/db/schema/notices'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { forEyesOf } from '@/server/action-items/audience'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { AccessTokenId } from '@/server/ids'
import { beforeFirst, meetingThing } from '@/server/meetings/model'
import { zonedTime } from '@/server/meetings/zoned-time'
import { translator } from '@/server/messages'
import { drawFeed, type CalendarDue, type CalendarRule, type CalendarSitting } from '@/server/notices/ics'
import { shareOrigin } from '@/server/origin'
import { readPerson } from '@/server/people/read-person'
import { hashSecret, makeSecret } from '@/server/secrets'
import { datesOf } from '@/server/series/model'
import { readExpected } from '@/server/series/read'
import { rruleOf } from '@/server/series/rrule'

const pastMs = 366 * 86_400_000

const own = (actor: PersonActor) =>
  and(
    eq(calendarFeeds.countyId, actor.countyId),
    eq(calendarFeeds.personId, actor.personId),
    isNull(calendarFeeds.revokedAt),
  )

/** @returns the path, shown once; an earlier address ends (calendar_feeds_one settles two presses at once) */
export async function makeFeed(db: Db, actor: PersonActor, at: Date): Promise<string> {
  const { countyId, personId } = actor
  requireAccess(actor, 'calendar.own', { kind: 'county', countyId })
  const secret = makeSecret()
  await db.transaction(async (tx) => {
    await tx.update(calendarFeeds).set({ revokedAt: at }).where(own(actor))
    const id = crypto.randomUUID()
    const [made] = await tx
      .insert(calendarFeeds)
      .values({ countyId, id, personId, secretHash: hashSecret(secret), createdAt: at })
      .onConflictDoNothing()
      .returning({ id: calendarFeeds.id })
    if (!made) throw new AppError('conflict')
    await recordEvent(tx, countyId, actor, { verb: 'calendar.make', thingId: id }, at)
  })
  return `/api/calendar/${secret}.ics`
}

export async function revokeFeed(db: Db, actor: PersonActor, at: Date): Promise<void> {
  requireAccess(actor, 'calendar.own', { kind: 'county', countyId: actor.countyId })
  await db.transaction(async (tx) => {
    const ended = await tx
      .update(calendarFeeds)
      .set({ revokedAt: at })
      .where(own(actor))
      .returning({ id: calendarFeeds.id })
    for (const { id } of ended)
      await recordEvent(tx, actor.countyId, actor, { verb: 'calendar.revoke', thingId: id }, at)
  })
}

export async function readFeed(db: Db, actor: PersonActor): Promise<{ createdAt: Date } | null> {
  requireAccess(actor, 'calendar.own', { kind: 'county', countyId: actor.countyId })
  const [feed] = await db.select({ createdAt: calendarFeeds.createdAt }).from(calendarFeeds).where(own(actor))
  return feed ?? null
}

/**
 * The file, by its secret: what its person may read now. Terms that ended take their sittings out of it.
 * @throws link_unknown, link_revoked (also where the account is off)
 */
export async function drawFeedOf(db: Db, secret: string, at: Date): Promise<string> {
  const [feed] = await db
    .select()
    .from(calendarFeeds)
    .where(eq(calendarFeeds.secretHash, hashSecret(secret)))
  if (!feed) throw new AppError('link_unknown')
  const person = await readPerson(db, feed.countyId, feed.personId, { sessionId: null, tokenId: null }, at)
  if (feed.revokedAt !== null || !person) throw new AppError('link_revoked')
  const [county] = await db.select().from(counties).where(eq(counties.id, feed.countyId))
  const t = translator(county!.locale, 'notices', county!.timeZone)
  const sittings = await readSittings(db, person, at)
  const dues = await readDues(db, person, feed.id, (title) => t('calendar.due', { title }))
  const rules = await readRuleEvents(db, person, county!, at)
  const name = t('calendar.name', { name: person.name })
  return drawFeed({ timeZone: county!.timeZone, name, sittings, dues, rules, at, year: at.getUTCFullYear() })
}

/**
 * Days on which what a person's units lead, or they answer for, is due. It is read by a calendar program: nothing of a
 * restricted item (DECISIONS 18).
 */
async function readDues(
  db: Db,
  person: PersonActor,
  feedId: string,
  titleOf: (title: string) => string,
): Promise<CalendarDue[]> {
  const { countyId, memberships } = person
  const places = memberships.map(({ bodyId, unitId }) =>
    and(eq(meetings.bodyId, bodyId), eq(actionItems.leadUnitId, unitId)),
  )
  const rows = await db
    .select({ item: actionItems, bodyId: meetings.bodyId, body: bodies.name })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .where(
      and(
        eq(actionItems.countyId, countyId),
        isNotNull(actionItems.dueOn),
        isNull(actionItems.withdrawnAt),
        notInArray(actionItems.state, ['done', 'stopped']),
        or(eq(actionItems.ownerPersonId, person.personId), ...places),
        forEyesOf({ ...person, tokenId: AccessTokenId.parse(feedId) }),
      ),
    )
    .orderBy(actionItems.dueOn, actionItems.id)
    .limit(1000)
  return rows
    .filter(({ bodyId }) => can(person, 'action-item.read', { kind: 'body', countyId, bodyId }))
    .map(({ item, body }) => ({
      actionItemId: item.id,
      title: titleOf(item.title),
      day: item.dueOn!,
      sequence: item.lastSeq,
      changedAt: item.changedAt,
      url: `${shareOrigin()}/action-items/${item.id}`,
      description: body,
    }))
}

/** What the rules of a person's bodies expect. Nothing of a date that is a sitting: that is an event of its own. */
async function readRuleEvents(
  db: Db,
  person: PersonActor,
  county: Pick<typeof counties.$inferSelect, 'locale' | 'timeZone'>,
  at: Date,
): Promise<CalendarRule[]> {
  const words = translator(county.locale, 'series', county.timeZone)
  const all = await readExpected(db, person, county.timeZone, at)
  return [...new Set(all.map(({ seriesId }) => seriesId))].map((seriesId): CalendarRule => {
    const dates = all.filter((date) => date.seriesId === seriesId)
    const { rule, bodyId, bodyName, bySitting } = dates[0]!
    const expected = new Map(dates.map((date) => [date.occurrenceOn, date]))
    const ons = [...expected.keys()].sort()
    const [firstOn, lastOn] = [ons[0]!, ons.at(-1)!]
    return {
      seriesId,
      title: words('feed', { name: rule.title }),
      place: rule.place,
      startTime: rule.startTime,
      minutes: rule.minutes,
      firstOn,
      rrule: rruleOf(rule, zonedTime(lastOn, rule.startTime, county.timeZone)),
      exceptOn: datesOf(rule, firstOn, lastOn).filter((on) => !expected.has(on)),
      moved: dates
        .filter(({ day, occurrenceOn }) => day !== occurrenceOn)
        .map(({ occurrenceOn: on, startsAt, endsAt }) => ({ on, startsAt, endsAt })),
      sequence: rule.version - 1 + bySitting,
      url: `${shareOrigin()}/bodies/${bodyId}/series/${seriesId}`,
      description: bodyName,
    }
  })
}

async function readSittings(db: Db, person: PersonActor, at: Date): Promise<CalendarSitting[]> {
  const bodyIds = [...new Set(person.memberships.map(({ bodyId }) => bodyId))]
  if (bodyIds.length === 0) return []
  const rows = await db
    .select({ meeting: meetings, body: bodies.name, version: max(notices.version), toldAt: max(notices.sentAt) })
    .from(meetings)
    .innerJoin(bodies, and(eq(bodies.countyId, meetings.countyId), eq(bodies.id, meetings.bodyId)))
    .leftJoin(notices, and(eq(notices.countyId, meetings.countyId), eq(notices.meetingId, meetings.id)))
    .where(
      and(
        eq(meetings.countyId, person.countyId),
        inArray(meetings.bodyId, bodyIds),
        gte(meetings.startsAt, new Date(at.getTime() - pastMs)),
        gt(meetings.issueNumber, beforeFirst),
      ),
    )
    .groupBy(meetings.countyId, meetings.id, bodies.countyId, bodies.id)
    .orderBy(meetings.startsAt)
    .limit(1000)
  return rows
    .filter(({ meeting }) => can(person, 'meeting.read', meetingThing(meeting)))
    .map(({ meeting, body, version, toldAt }) => ({
      meetingId: meeting.id,
      title: meeting.title,
      body,
      place: meeting.place,
      startsAt: meeting.startsAt,
      endsAt: meeting.endsAt,
      version: version ?? 0,
      untoldChanges: meeting.untoldChanges,
      toldAt: toldAt ?? meeting.untoldChangedAt ?? meeting.createdAt,
      isCancelled: meeting.cancelledAt !== null,
      url: `${shareOrigin()}/meetings/${meeting.id}`,
      description: body,
    }))
}
