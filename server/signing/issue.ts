// 印發: the lead unit sends the signed text out, once. The papers are made first, outside any lock, and kept only if under the
// lock of the proceedings they are still of the very signature, units and names: of a reopening and an issue one comes first.
import type { Db, Tx } from '@/db/client'
import { issuedMinutes, issuedPapers, issuedTo } from '@/db/schema/signing'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { tellUnit } from '@/server/notifications/tell'
import { appendRecord, type RecordRow } from './chain'
import type { Issue } from './contract'
import { freshPerson } from './fresh-person'
import { keyOf, readIssueBasis, type IssueBasis } from './issue-basis'
import { issueHash } from './issue-hash'
import { makePapers, type MadePaper } from './make-papers'
import { lockProceedings, mustFindMinutes, readProceedings, takeStep, type Proceedings } from './proceedings'
import { requireSame } from './sign'
import { titleOf } from './text'

/**
 * @returns the record in the body's chain
 * @throws conflict when it is not signed (any more), issued already, or what the papers say changed while they were made;
 * text_changed for another hash; not_allowed also when the term ended since; invalid_input for units outside the body or a
 * body without a lead unit; unavailable where too many papers wait to be set
 */
export async function issueMinutes(db: Db, actor: PersonActor, input: Issue, at: Date): Promise<RecordRow> {
  const before = await readBefore(db, actor, input)
  const papers = await makePapers(before, input, at)
  return db.transaction(async (tx) => {
    const found = await mustFindMinutes(tx, actor, input.meetingId)
    const row = await lockProceedings(tx, found, ['signed'])
    const fresh = await freshPerson(tx, actor, at)
    requireAccess(fresh, 'minutes.issue', found)
    const basis = await readIssueBasis(tx, row, input)
    if (keyOf(basis) !== keyOf(before)) throw new AppError('conflict')
    await requireSame(tx, row, basis.text)
    await keep(tx, row, { basis, papers, input, by: fresh }, at)
    await takeStep(tx, row, { state: 'issued', round: row.round }, { kind: 'issued', by: fresh }, at)
    const { countyId, bodyId, documentId, round } = row
    const isConvenor = fresh.memberships.some((m) => m.bodyId === bodyId && m.office === 'convenor')
    const record = await appendRecord(tx, {
      countyId,
      bodyId,
      documentId,
      kind: 'issued',
      round,
      amendment: null,
      sha256: issueHash({
        documentId,
        rootSha256: input.rootSha256,
        unitId: basis.unit.id,
        documentNumber: input.documentNumber,
        visibility: input.visibility,
        to: basis.to,
        papers: Object.fromEntries(papers.map(({ format, sha256 }) => [format, sha256])),
      }),
      personId: fresh.personId,
      office: isConvenor ? 'convenor' : 'secretary',
      at,
    })
    const thing = { kind: 'minutes' as const, id: input.meetingId }
    const told = {
      countyId,
      bodyId,
      thing,
      kind: 'minutes.issued' as const,
      detail: { title: titleOf(basis.text.head) },
    }
    for (const { unitId } of basis.to) if (unitId !== null) await tellUnit(tx, { ...told, unitId, key: 'issued' }, at)
    const detail = {
      round,
      rootSha256: input.rootSha256,
      number: record.number,
      visibility: input.visibility,
      to: basis.to.length,
    }
    await recordEvent(tx, countyId, fresh, { verb: 'minutes.issue', thingId: documentId, detail }, at)
    return record
  })
}

/** Whoever may not is told so before anything is set on paper. */
const readBefore = (db: Db, actor: PersonActor, input: Issue): Promise<IssueBasis> =>
  db.transaction(async (tx) => {
    const found = await mustFindMinutes(tx, actor, input.meetingId)
    requireAccess(actor, 'minutes.issue', found)
    const row = await readProceedings(tx, found.countyId, found.documentId)
    if (row?.state !== 'signed') throw new AppError('conflict')
    return readIssueBasis(tx, row, input)
  })

type Kept = { basis: IssueBasis; papers: readonly MadePaper[]; input: Issue; by: PersonActor }

async function keep(
  tx: Tx,
  { countyId, bodyId, documentId, round }: Proceedings,
  { basis, papers, input, by }: Kept,
  at: Date,
): Promise<void> {
  const { documentNumber, visibility } = input
  const of = { countyId, documentId }
  await tx
    .insert(issuedMinutes)
    .values({ ...of, round, bodyId, unitId: basis.unit.id, documentNumber, visibility, personId: by.personId, at })
  await tx
    .insert(issuedTo)
    .values(basis.to.map(({ unitId, line }, index) => ({ ...of, position: index + 1, unitId, line })))
  await tx.insert(issuedPapers).values(papers.map((paper) => ({ ...of, ...paper })))
}
