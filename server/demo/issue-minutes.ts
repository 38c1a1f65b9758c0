// Minutes of an earlier sitting all the way: circulated, agreed to by every kind of unit, signed, issued to the public.
import { paragraphsOf } from '@/server/signing/paragraphs'
import { answerObjection } from '@/server/signing/answer-objection'
import { circulate, readToCirculate } from '@/server/signing/circulate'
import { confirmMinutes, objectTo } from '@/server/signing/answer'
import { issueMinutes } from '@/server/signing/issue'
import { signMinutes } from '@/server/signing/sign'
import { addDays } from '@/server/action-items/model'
import type { MeetingId } from '@/server/ids'
import type { PersonKey, UnitKey } from './cast'
import { momentOf, type Stage } from './stage'

const confirming: readonly (readonly [UnitKey, PersonKey])[] = [
  ['education', 'liaison'],
  ['police', 'police'],
  ['primary', 'primaryLiaison'],
  ['parents', 'parents'],
  ['library', 'library'],
]
const asked: readonly UnitKey[] = [...confirming.map(([unit]) => unit), 'women', 'market', 'middle']

export async function issueEarlier(stage: Stage, meetingId: MeetingId, daysAgo: number): Promise<void> {
  const { db, say, units } = stage
  const on = (days: number, time: string) => momentOf(stage, days - daysAgo, time)
  const unitIds = asked.map((key) => units[key])

  const circulated = on(2, '09:30')
  const secretary = await stage.as('secretary', circulated)
  const seen = await readToCirculate(db, secretary, meetingId, circulated)
  const { seq, rootSha256 } = seen
  const dueOn = addDays(stage.today, 7 - daysAgo)
  const round = await circulate(db, secretary, { meetingId, seq, rootSha256, unitIds, dueOn }, circulated)
  for (const [index, [unit, person]] of confirming.entries()) {
    const when = on(3 + (index % 3), `1${index}:20`)
    const word = unit === 'parents' ? say('minutes.fifth.parentsWord') : ''
    await confirmMinutes(db, await stage.as(person, when), { meetingId, round, unitId: units[unit], word }, when)
  }
  const objected = on(4, '16:10')
  const item = seen.items[1]!
  const [paragraph] = paragraphsOf(item.text).filter(({ isText }) => isText)
  const objection = {
    meetingId,
    round,
    unitId: units.market,
    agendaItemId: item.id,
    paragraph: paragraph!.index,
    paragraphSha256: paragraph!.sha256,
    word: say('minutes.fifth.marketObjects'),
    proposes: '',
  }
  const answerId = await objectTo(db, await stage.as('market', objected), objection, objected)
  const answered = on(5, '10:00')
  const reason = say('minutes.fifth.marketAnswer')
  await answerObjection(db, secretary, { meetingId, answerId, kind: 'declined', reason }, answered)

  const signed = on(8, '15:00')
  await signMinutes(db, await stage.as('convenor', signed), { meetingId, rootSha256, reason: '' }, signed)
  const issued = on(9, '09:00')
  const input = {
    meetingId,
    rootSha256,
    visibility: 'public' as const,
    documentNumber: '',
    unitIds: Object.values(stage.units),
    lines: [],
  }
  await issueMinutes(db, await stage.as('secretary', issued), input, issued)
}
