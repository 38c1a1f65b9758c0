// A sitting's minutes all the way to issued, by the commands; the thread that sets papers is the caller's to bring.
import type { Db } from '@/db/client'
import { endMeeting } from '@/server/meetings/end-meeting'
import { circulate, readToCirculate } from '@/server/signing/circulate'
import { issueMinutes } from '@/server/signing/issue'
import { signMinutes } from '@/server/signing/sign'
import { later, type TestRoom } from './room'
import { writeParagraph } from './write-paragraph'

export async function issueRoom(
  db: Db,
  room: TestRoom,
  texts: readonly string[],
  visibility: 'public' | 'internal',
): Promise<string> {
  const { meetingId } = room
  for (const text of texts) await writeParagraph(db, room, meetingId, text)
  await endMeeting(db, room.convenor, { meetingId }, later(6000))
  const at = later(7000)
  const seen = await readToCirculate(db, room.secretary, meetingId, at)
  const unitIds = [room.unit.school]
  await circulate(db, room.secretary, { meetingId, ...seen, unitIds, dueOn: '2026-09-20' }, at)
  const { rootSha256 } = seen
  await signMinutes(db, room.convenor, { meetingId, rootSha256, reason: '' }, at)
  const input = { meetingId, rootSha256, visibility, documentNumber: '', unitIds, lines: [] }
  await issueMinutes(db, room.secretary, input, later(90_000))
  return rootSha256
}
