// Back into editing, with a reason: from circulating, or after the signature and before issuing, which the chain then says.
import type { Db } from '@/db/client'
import { requireAccess, type PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import { unfreeze } from '@/server/minutes/unfreeze'
import { appendRecord } from './chain'
import type { Reopen } from './contract'
import { freshPerson } from './fresh-person'
import { lockProceedings, mustFindMinutes, takeStep, type Proceedings } from './proceedings'
import { readKeptText } from './text'

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
    const detail = { round, wasSigned }
    await recordEvent(tx, countyId, fresh, { verb: 'minutes.reopen', thingId: documentId, detail }, at)
  })
}

function withdrawal(by: PersonActor, { countyId, documentId, bodyId, round }: Proceedings, at: Date) {
  const isConvenor = by.memberships.some((m) => m.bodyId === bodyId && m.office === 'convenor')
  const office = isConvenor ? ('convenor' as const) : ('secretary' as const)
  const { personId } = by
  return { countyId, bodyId, documentId, kind: 'withdrawn' as const, round, amendment: null, personId, office, at }
}
