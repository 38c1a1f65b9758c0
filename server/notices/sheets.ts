import type { Db } from '@/db/client'
import { requireAccess, type PersonActor } from '@/server/access'
import type { MeetingId } from '@/server/ids'
import { shareOrigin } from '@/server/origin'
import { noticeWords } from './letter'
import { linkFor } from './links'
import { placeThing, readNotice } from './read'

/** The notice on paper: one sheet for each invited unit, with the unit's own link. Null where none was sent. */
export async function drawSheets(db: Db, actor: PersonActor, meetingId: MeetingId, at: Date) {
  const { sitting, versions, run } = await readNotice(db, actor, meetingId)
  requireAccess(actor, 'notice.send', placeThing(sitting))
  const [latest] = versions
  if (!latest || !run) return null
  const { text } = noticeWords(sitting, latest, { kind: latest.kind }, { name: null, link: null })
  const units = []
  for (const { id, name, isInvited } of run.units) {
    if (!isInvited) continue
    const path = await linkFor(db, { countyId: sitting.countyId, meetingId, holder: { unitId: id } }, at)
    units.push({ id, name, url: `${shareOrigin()}${path}` })
  }
  return { text, units }
}
