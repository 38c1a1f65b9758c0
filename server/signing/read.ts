// All that the page of a sitting's minutes shows: the text that counts now, who has answered, what was signed, what is next.
import { and, asc, desc, eq, getTableColumns } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import { units } from '@/db/schema/bodies'
import { people } from '@/db/schema/people'
import {
  circulatedUnits,
  issuedMinutes,
  issuedPapers,
  issuedTo,
  minutesAmendments,
  minutesRecords,
  minutesSteps,
} from '@/db/schema/signing'
import { can, requireAccess, type PersonActor } from '@/server/access'
import { dayOfCounty } from '@/server/bodies/county-day'
import { countOpenComments } from '@/server/comments/read'
import type { MeetingId, UnitId } from '@/server/ids'
import { readUnitsNow } from '@/server/paper/read'
import { SignedHead } from './contract'
import { inTheWay, unitState, type MinutesView } from './model'
import { readable } from './paragraphs'
import { mustFindMinutes, readProceedings, type Proceedings } from './proceedings'
import { readAnswers, type UnitAnswer } from './read-answers'
import { readToCirculate } from './circulate'
import { readKeptText, takeText } from './text'

/** @throws not_found, not_allowed; document_quarantined for a draft that cannot be read whole */
export async function readMinutesView(
  db: Db,
  actor: PersonActor,
  meetingId: MeetingId,
  at: Date,
): Promise<MinutesView> {
  const thing = await mustFindMinutes(db, actor, meetingId)
  requireAccess(actor, 'minutes.read', thing)
  const { countyId, documentId } = thing
  const row = await readProceedings(db, countyId, documentId)
  const state = row?.state ?? 'draft'
  const may = {
    write: can(actor, 'minutes.write', thing),
    circulate: state === 'draft' && can(actor, 'minutes.circulate', thing),
    settle: state === 'circulating' && can(actor, 'minutes.circulate', thing),
    sign: state === 'circulating' && can(actor, 'minutes.sign', thing),
    reopen: (state === 'circulating' || state === 'signed') && can(actor, 'minutes.reopen', thing),
    issue: state === 'signed' && can(actor, 'minutes.issue', thing),
    amend: state === 'issued' && can(actor, 'minutes.amend', thing),
    signAmendment: state === 'issued' && can(actor, 'minutes.sign', thing),
  }
  const text = await readText(db, actor, thing, row, may.circulate, at)
  const [today, answers, asked, steps, records, issued, lead, openComments] = await Promise.all([
    dayOfCounty(db, countyId, at),
    row && state !== 'draft' ? readAnswers(db, row) : [],
    row && state !== 'draft' ? readAskedUnits(db, row) : [],
    row ? readSteps(db, row) : [],
    readRecords(db, row),
    row && state === 'issued' ? readIssued(db, row) : null,
    may.issue ? readLead(db, { countyId, bodyId: thing.meeting.bodyId }) : null,
    may.circulate ? countOpenComments(db, countyId, documentId) : 0,
  ])
  const dueOn = text.dueOn ?? today
  const unitStates = asked.map((unit) => ({ unit, state: unitState(unit.id, answers, dueOn, today) }))
  return {
    state,
    round: row?.round ?? 0,
    today,
    text,
    may,
    lead,
    answersFor: state === 'circulating' ? asked.filter(({ id }) => mayAnswerFor(actor, thing, id)) : [],
    unitStates,
    answers,
    blocking: inTheWay<UnitAnswer>(answers).length,
    steps,
    records,
    issued,
    openComments,
  }
}

type Found = Awaited<ReturnType<typeof mustFindMinutes>>

const mayAnswerFor = (actor: PersonActor, { countyId, meeting }: Found, unitId: UnitId) =>
  can(actor, 'minutes.answer', { kind: 'circulation', countyId, bodyId: meeting.bodyId, unitId })

async function readText(
  db: Db,
  actor: PersonActor,
  { countyId, documentId, meeting: { meetingId } }: Found,
  row: Proceedings | null,
  mayCirculate: boolean,
  at: Date,
) {
  const kept = row && row.state !== 'draft' ? await readKeptText(db, row, row.round) : null
  const draft = kept
    ? null
    : mayCirculate
      ? await readToCirculate(db, actor, meetingId, at)
      : { seq: 0, ...(await db.transaction((tx) => takeText(tx, { countyId, documentId, meetingId }, at))) }
  const { head, rootSha256, items, seq } = kept ?? draft!
  const { items: titles, facts } = SignedHead.parse(JSON.parse(head))
  return {
    seq,
    rootSha256,
    dueOn: kept?.dueOn ?? null,
    facts,
    items: readable(items, new Map(titles.map(({ id, title }) => [id, title]))),
  }
}

const readLead = async (db: Db, body: Pick<Proceedings, 'countyId' | 'bodyId'>) =>
  (await readUnitsNow(db, body)).find(({ isLead }) => isLead)?.name ?? null

type Of = Pick<Proceedings, 'countyId' | 'documentId'>

const readAskedUnits = (db: Db | Tx, { countyId, documentId, round }: Proceedings) =>
  db
    .select({ id: units.id, name: units.name, kind: units.kind })
    .from(circulatedUnits)
    .innerJoin(units, and(eq(units.countyId, circulatedUnits.countyId), eq(units.id, circulatedUnits.unitId)))
    .where(
      and(
        eq(circulatedUnits.countyId, countyId),
        eq(circulatedUnits.documentId, documentId),
        eq(circulatedUnits.round, round),
      ),
    )
    .orderBy(asc(units.kind), asc(units.name))

const readSteps = (db: Db | Tx, { countyId, documentId }: Of) =>
  db
    .select({
      number: minutesSteps.number,
      kind: minutesSteps.kind,
      round: minutesSteps.round,
      reason: minutesSteps.reason,
      at: minutesSteps.at,
      by: people.name,
    })
    .from(minutesSteps)
    .leftJoin(people, and(eq(people.countyId, minutesSteps.countyId), eq(people.id, minutesSteps.personId)))
    .where(and(eq(minutesSteps.countyId, countyId), eq(minutesSteps.documentId, documentId)))
    .orderBy(asc(minutesSteps.number))

/** Of this document, oldest first, and the one of another sitting that stands before the first of them. */
async function readRecords(db: Db, row: Proceedings | null) {
  if (!row) return { own: [], before: null }
  const { countyId, documentId, bodyId } = row
  const columns = {
    number: minutesRecords.number,
    kind: minutesRecords.kind,
    round: minutesRecords.round,
    amendment: minutesRecords.amendment,
    sha256: minutesRecords.sha256,
    office: minutesRecords.office,
    at: minutesRecords.at,
    mac: minutesRecords.mac,
    by: people.name,
  }
  const select = () =>
    db
      .select(columns)
      .from(minutesRecords)
      .leftJoin(people, and(eq(people.countyId, minutesRecords.countyId), eq(people.id, minutesRecords.personId)))
  const own = await select()
    .where(and(eq(minutesRecords.countyId, countyId), eq(minutesRecords.documentId, documentId)))
    .orderBy(asc(minutesRecords.number))
  const first = own[0]?.number ?? 0
  const [before] =
    first > 1
      ? await select().where(
          and(
            eq(minutesRecords.countyId, countyId),
            eq(minutesRecords.bodyId, bodyId),
            eq(minutesRecords.number, first - 1),
          ),
        )
      : []
  return { own, before: before ?? null }
}

async function readIssued(db: Db | Tx, { countyId, documentId }: Of) {
  const [row] = await db
    .select({
      documentNumber: issuedMinutes.documentNumber,
      visibility: issuedMinutes.visibility,
      at: issuedMinutes.at,
      unit: { id: units.id, name: units.name, kind: units.kind },
    })
    .from(issuedMinutes)
    .innerJoin(units, and(eq(units.countyId, issuedMinutes.countyId), eq(units.id, issuedMinutes.unitId)))
    .where(and(eq(issuedMinutes.countyId, countyId), eq(issuedMinutes.documentId, documentId)))
  if (!row) return null
  const [to, papers, amendments] = await Promise.all([
    db
      .select({ name: units.name, line: issuedTo.line })
      .from(issuedTo)
      .leftJoin(units, and(eq(units.countyId, issuedTo.countyId), eq(units.id, issuedTo.unitId)))
      .where(and(eq(issuedTo.countyId, countyId), eq(issuedTo.documentId, documentId)))
      .orderBy(asc(issuedTo.position)),
    db
      .select({ format: issuedPapers.format, sha256: issuedPapers.sha256 })
      .from(issuedPapers)
      .where(and(eq(issuedPapers.countyId, countyId), eq(issuedPapers.documentId, documentId))),
    db
      .select({ ...getTableColumns(minutesAmendments), itemNumber: actionItems.number })
      .from(minutesAmendments)
      .leftJoin(
        actionItems,
        and(eq(actionItems.countyId, minutesAmendments.countyId), eq(actionItems.id, minutesAmendments.actionItemId)),
      )
      .where(and(eq(minutesAmendments.countyId, countyId), eq(minutesAmendments.documentId, documentId)))
      .orderBy(desc(minutesAmendments.number)),
  ])
  return { ...row, to: to.map(({ name, line }) => name ?? line ?? ''), papers, amendments }
}
