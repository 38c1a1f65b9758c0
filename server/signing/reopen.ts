// Back into editing, with a reason: from circulating, or after the signature and before issuing, which the chain then says.
import type { Db } from '@/db/client'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { putWordings, type Wording } from '@/server/minutes/put-wordings'
import { unfreeze } from '@/server/minutes/unfreeze'
import { holdersOf, tellAll } from '@/server/notifications/tell'
import { appendRecord } from './chain'
import type { Reopen } from './contract'
import { freshPerson } from './fresh-person'
import { paragraphsOf } from './paragraphs'
import { lockProceedings, mustFindMinutes, takeStep, type Proceedings } from './proceedings'
import { readAnswers, type UnitAnswer } from './read-answers'
import { readKeptText, titleOf, type KeptItem } from './text'

/** @throws conflict when it is a draft, issued, or in another round */
export async function reopenMinutes(db: Db, actor: PersonActor, input: Reopen, at: Date): Promise<void> {
  const { meetingId, round, reason } = input
  await db.transaction(async (tx) => {
    const found = await mustFindMinutes(tx, actor, meetingId)
    const row = await lockProceedings(tx, found, ['circulating', 'signed'], round)
    const { countyId, documentId } = row
    const fresh = await freshPerson(tx, actor, at)
    requireAccess(fresh, 'minutes.reopen', found)
    const text = await readKeptText(tx, { countyId, documentId }, round)
    if (!text) throw new AppError('not_found')
    const wasSigned = row.state === 'signed'
    const kind = wasSigned ? ('reopened' as const) : ('taken-back' as const)
    await takeStep(tx, row, { state: 'draft', round }, { kind, by: fresh, reason }, at)
    if (wasSigned) await appendRecord(tx, { ...withdrawal(fresh, row, at), sha256: text.rootSha256 })
    await unfreeze(tx, fresh, { documentId, sha256: text.textSha256 }, at)
    const wordings = acceptedWordings(await readAnswers(tx, row), text.items)
    const reworded = await putWordings(tx, { documentId, wordings, senderId: fresh.personId }, at)
    const to = await holdersOf(tx, { countyId, bodyId: row.bodyId }, at)
    const told = { title: titleOf(text.head), text: reason }
    const thing = { kind: 'minutes' as const, id: meetingId }
    await tellAll(tx, { countyId, kind: 'minutes.reopened', thing, detail: told, key: `round ${round}` }, to, at)
    const detail = { round, wasSigned, reworded }
    await recordEvent(tx, countyId, fresh, { verb: 'minutes.reopen', thingId: documentId, detail }, at)
  })
}

/** What units suggested and was accepted; of two for one paragraph the one that was accepted last. */
function acceptedWordings(answers: readonly UnitAnswer[], items: readonly KeptItem[]): Wording[] {
  const last = new Map<string, UnitAnswer>()
  const accepted = answers.filter(({ proposes, answer }) => proposes !== null && answer?.kind === 'accepted')
  for (const each of accepted.sort((a, b) => a.answer!.at.getTime() - b.answer!.at.getTime()))
    last.set(`${each.agendaItemId} ${each.paragraph}`, each)
  return [...last.values()].flatMap(({ agendaItemId, paragraph, proposes }) => {
    const all = paragraphsOf(items.find(({ id }) => id === agendaItemId)?.text ?? '{"id":"","content":[]}')
    const found = all.find(({ index }) => index === paragraph)
    if (!found?.isText) return []
    const alike = all.filter(({ isText, plain }) => isText && plain === found.plain)
    return { agendaItemId: agendaItemId!, was: found.plain, place: alike.indexOf(found), becomes: proposes! }
  })
}

function withdrawal(by: PersonActor, { countyId, documentId, bodyId, round }: Proceedings, at: Date) {
  const isConvenor = by.memberships.some((m) => m.bodyId === bodyId && m.office === 'convenor')
  const office = isConvenor ? ('convenor' as const) : ('secretary' as const)
  const { personId } = by
  return { countyId, bodyId, documentId, kind: 'withdrawn' as const, round, amendment: null, personId, office, at }
}
