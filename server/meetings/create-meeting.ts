import { and, eq, inArray, isNull, max } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { bodies, bodyUnits, memberships, series } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { agendaItems, meetings } from '@/db/schema/meetings'
import { topics } from '@/db/schema/topics'
import { requireAccess, type Actor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { AgendaItemId, MeetingId, type BodyId, type CountyId, type DocumentId } from '@/server/ids'
import { createMinutesDocument, createRestrictedDocument } from '@/server/minutes/create-document'
import { readMessages } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { makeJoinCode } from '@/server/secrets'
import { scheduleTopics } from '@/server/topics/schedule-topics'
import type { NewMeeting } from './contract'

export type CreatedMeeting = {
  countyId: CountyId
  meetingId: MeetingId
  documentId: DocumentId
  joinCode: string
  issueNumber: number
}

/** What a sitting has of the rule it is planned by. */
type ByRule = { occurrenceOn?: string; preparesMeetingId?: MeetingId }

/**
 * Plans a sitting: its number in the series, its agenda, its join code, and the document its minutes are written in.
 * @throws not_found for a body or series of another county, invalid_input for an agenda that names foreign units or topics
 */
export const createMeeting = (db: Db, actor: Actor, input: NewMeeting, at: Date): Promise<CreatedMeeting> =>
  db.transaction((tx) => createSitting(tx, actor, input, {}, at))

export async function createSitting(
  tx: Tx,
  actor: Actor,
  input: NewMeeting,
  byRule: ByRule,
  at: Date,
): Promise<CreatedMeeting> {
  const [body] = await tx
    .select({ countyId: bodies.countyId, id: bodies.id, locale: counties.locale })
    .from(bodies)
    .innerJoin(counties, eq(counties.id, bodies.countyId))
    .where(and(eq(bodies.id, input.bodyId), ...(actor.kind === 'person' ? [eq(bodies.countyId, actor.countyId)] : [])))
  if (!body) throw new AppError('not_found')
  const { locale } = body
  requireAccess(actor, 'meeting.manage', { kind: 'body', countyId: body.countyId, bodyId: body.id })
  // The series' row is the lock under which issue numbers are given: two planners at once get two numbers.
  const [kind] = await tx
    .select({ id: series.id })
    .from(series)
    .where(and(eq(series.countyId, body.countyId), eq(series.bodyId, body.id), eq(series.id, input.seriesId)))
    .for('update')
  if (!kind) throw new AppError('not_found')
  await checkAgenda(tx, body.countyId, body.id, input)
  const [last] = await tx
    .select({ number: max(meetings.issueNumber) })
    .from(meetings)
    .where(and(eq(meetings.countyId, body.countyId), eq(meetings.bodyId, body.id), eq(meetings.seriesId, kind.id)))
  const [meeting] = await tx
    .insert(meetings)
    .values({
      countyId: body.countyId,
      id: MeetingId.parse(crypto.randomUUID()),
      bodyId: body.id,
      seriesId: kind.id,
      title: input.title,
      issueNumber: (last?.number ?? 0) + 1,
      place: input.place,
      startsAt: input.startsAt,
      endsAt: input.endsAt,
      ...byRule,
      joinCode: makeJoinCode(),
      createdAt: at,
    })
    .returning()
  const items = await tx
    .insert(agendaItems)
    .values(
      input.agenda.map((item, index) => ({
        countyId: body.countyId,
        id: AgendaItemId.parse(crypto.randomUUID()),
        meetingId: meeting!.id,
        topicId: item.topicId,
        position: index + 1,
        title: item.restrictedTo ? maskOf(locale) : item.title,
        isRestricted: item.restrictedTo !== undefined,
        section: item.section ?? '',
        // With a topic of its own, or for a few alone, it is not what everybody is read first.
        isFollowUp: item.isFollowUp === true && item.topicId === null && item.restrictedTo === undefined,
        presenterUnitId: item.presenterUnitId,
        minutesPlanned: item.minutesPlanned,
      })),
    )
    .returning()
  const open = items.filter((item) => !item.isRestricted)
  const document = await createMinutesDocument(tx, actor, meeting!, open, at)
  for (const [index, { title, restrictedTo }] of input.agenda.entries()) {
    if (!restrictedTo) continue
    const own = actor.kind === 'person' ? [actor.personId] : []
    const item = { id: items[index]!.id, mask: maskOf(locale), title, readers: distinct([...restrictedTo, ...own]) }
    await createRestrictedDocument(tx, actor, body.countyId, item, at)
  }
  await scheduleTopics(tx, body.countyId, actor, topicsOf(input), meeting!.id, at)
  const detail = { agendaItems: items.length, issueNumber: meeting!.issueNumber }
  await recordEvent(tx, body.countyId, actor, { verb: 'meeting.create', thingId: meeting!.id, detail }, at)
  return {
    countyId: body.countyId,
    meetingId: meeting!.id,
    documentId: document,
    joinCode: meeting!.joinCode,
    issueNumber: meeting!.issueNumber,
  }
}

/** What everybody else sees of a restricted item, in the language of the county's minutes. */
const maskOf = (locale: Locale) => readMessages(locale).meetings.restricted

const distinct = <T>(values: readonly (T | null)[]) => [...new Set(values.filter((value) => value !== null))]

/** Presenters sit in the body, topics belong to it, whoever is on a list is a member of it. */
async function checkAgenda(tx: Tx, countyId: CountyId, bodyId: BodyId, input: NewMeeting) {
  const hasPublicPart = input.agenda.some(
    (item) => item.restrictedTo && (item.topicId ?? item.presenterUnitId) !== null,
  )
  if (hasPublicPart) throw new AppError('invalid_input', { agenda: 'invalid' })
  const personIds = distinct(input.agenda.flatMap((item) => item.restrictedTo ?? []))
  if (personIds.length > 0) {
    const known = await tx
      .selectDistinct({ id: memberships.personId })
      .from(memberships)
      .where(
        and(
          eq(memberships.countyId, countyId),
          eq(memberships.bodyId, bodyId),
          inArray(memberships.personId, personIds),
          isNull(memberships.endedAt),
        ),
      )
    if (known.length < personIds.length) throw new AppError('invalid_input', { agenda: 'unknown' })
  }
  const unitIds = distinct(input.agenda.map((item) => item.presenterUnitId))
  if (unitIds.length > 0) {
    const known = await tx
      .select({ id: bodyUnits.unitId })
      .from(bodyUnits)
      .where(
        and(
          eq(bodyUnits.countyId, countyId),
          eq(bodyUnits.bodyId, bodyId),
          inArray(bodyUnits.unitId, unitIds),
          isNull(bodyUnits.takenOutAt),
        ),
      )
    if (known.length < unitIds.length) throw new AppError('invalid_input', { agenda: 'unknown' })
  }
  const topicIds = distinct(input.agenda.map((item) => item.topicId))
  if (topicIds.length > 0) {
    const known = await tx
      .select({ id: topics.id })
      .from(topics)
      .where(and(eq(topics.countyId, countyId), eq(topics.bodyId, bodyId), inArray(topics.id, topicIds)))
    if (known.length < topicIds.length) throw new AppError('invalid_input', { agenda: 'unknown' })
  }
}

const topicsOf = (input: NewMeeting) => distinct(input.agenda.map((item) => item.topicId))
