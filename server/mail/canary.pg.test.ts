// Everything that a restricted item makes anybody be told, as mail over real SMTP: none of its words is in any letter, digest
// or calendar file, and of what it asks for nobody hears who is not on its list (DECISIONS 1). An open item beside it, with
// the same things done to it, shows that the mails are there and are read.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { sql as raw } from 'drizzle-orm'
import { restrictedItems } from '@/db/schema/minutes'
import { askExtension } from '@/server/action-items/ask-extension'
import { chaseItem } from '@/server/action-items/chase'
import { AskExtensionForm, ReportForm } from '@/server/action-items/contract'
import { decideExtension } from '@/server/action-items/decide-extension'
import { reportItem } from '@/server/action-items/report'
import { setState } from '@/server/action-items/set-state'
import { setRuntime } from '@/server/env'
import { followUp } from '@/server/follow-up/follow-up'
import type { ActionItemId, ExtensionId, PersonId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { deliverDue } from '@/server/notifications/deliver'
import { remindOfSittings } from '@/server/notices/remind'
import { changeSitting, sendNotice } from '@/server/notices/send-notice'
import { makeItem } from '@/tests/support/doors/place'
import { startMailServer } from '@/tests/support/mail-server'
import { createTestDatabase } from '@/tests/support/postgres'
import { at, makeTestRoom, type TestRoom } from '@/tests/support/room'
import { sendDue } from './send-due'
import { smtpTransport } from './smtp'

const [agendaWord, titleWord, remarkWord] = ['金丝雀甲', '金丝雀乙', '金丝雀丙']
const [openPoint, openWord] = ['放学时段交通', '校门口疏导']
const days = (n: number) => new Date(at.getTime() + n * 86_400_000)
let t: Awaited<ReturnType<typeof createTestDatabase>>
let inbox: Awaited<ReturnType<typeof startMailServer>>
let room: TestRoom

beforeAll(async () => {
  t = await createTestDatabase()
  inbox = await startMailServer()
  setRuntime({ addresses: { local: 'http://localhost:3000', lan: [], public: 'https://county.example' } })
})
afterAll(async () => {
  await inbox.stop()
  await t.drop()
})
beforeEach(async () => {
  setRuntime({ mail: true })
  room = await makeTestRoom(t.db)
})
afterEach(() => setRuntime({ mail: false }))

/** Whatever is due by then goes out, digests too. */
async function deliver(now: Date) {
  await deliverDue(t.db, now)
  const transport = smtpTransport(inbox.url, 'hub@county.example', 'county.example')
  await sendDue(t.db, transport, now)
  transport.close()
}
/** Everything one person was sent: headers, text and calendar files, as it went over the wire and decoded. */
const sentTo = ({ personId }: { personId: PersonId }) =>
  inbox.received
    .filter(({ to }) => to === `${personId}@county.example`)
    .map(({ whole }) => [whole, ...decoded(whole)].join('\n'))
    .join('\n')

function decoded(whole: string): string[] {
  const bytes = (text: string) => Buffer.from(text, 'base64').toString('utf8')
  const unquoted = (text: string) =>
    Buffer.from(
      text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
      'latin1',
    ).toString('utf8')
  const words = [...whole.matchAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi)]
  const subject = words.map(([, how, text]) => (how!.toUpperCase() === 'B' ? bytes(text!) : unquoted(text!)))
  const blocks = whole.match(/(?:^[A-Za-z0-9+/]+={0,2}\r\n)+/gm) ?? []
  return [subject.join(''), unquoted(whole), ...blocks.map(bytes)]
}

/** What happens to an item from its first day to long after it was due. */
async function live(id: ActionItemId, word: string) {
  const { countyId } = room
  const step = (who: TestRoom['member'], from: string, to: string, when: Date) =>
    setState(t.db, who, countyId, id, { from, to, remark: word } as never, when)
  await step(room.member, 'todo', 'doing', at)
  await chaseItem(t.db, room.secretary, countyId, id, { word, keep: false }, at)
  const form = AskExtensionForm.parse({ toDue: '2026-10-20', reason: word })
  await askExtension(t.db, room.member, countyId, id, form, at)
  const [asked] = await t.sql<{ id: ExtensionId }[]>`select id from item_extensions where action_item_id = ${id}`
  const decision = { extensionId: asked!.id, decision: 'refused' as const, word }
  await decideExtension(t.db, room.convenor, countyId, id, decision, at)
  const report = ReportForm.parse({ text: word, percent: '60', onceKey: crypto.randomUUID() })
  await reportItem(t.db, room.member, countyId, id, report, days(1))
  await step(room.member, 'doing', 'toVerify', days(1))
  await step(room.convenor, 'toVerify', 'doing', days(2))
}

it('what a restricted point is about is in nobody’s mail, and of its item only its list hears', async () => {
  const { countyId, bodyId, seriesId, unit } = room
  const listed = [room.secretary, room.convenor, room.member]
  const others = [
    await room.person('孙副局长', 'deputy-convenor', unit.department),
    await room.person('学校联络员', 'liaison', unit.school),
  ]
  await t.db.execute(raw`update people set email = id || '@county.example' where county_id = ${countyId}`)
  const restrictedTo = listed.map(({ personId }) => personId)
  const point = { topicId: null, presenterUnitId: null, minutesPlanned: 10 }
  const agenda = [
    { ...point, title: openPoint },
    { ...point, title: agendaWord, restrictedTo },
  ]
  const sitting = { bodyId, seriesId, title: '专题会议', place: '三楼', startsAt: days(7), endsAt: days(7.05), agenda }
  const { meetingId } = await createMeeting(t.db, room.secretary, sitting, at)
  const unitIds = [unit.department, unit.school]
  await sendNotice(t.db, room.secretary, { meetingId, greeting: '请准时。', unitIds }, at)

  const [hidden] = await t.db.select().from(restrictedItems)
  const named = (item: string) => ({ ...room, name: { item } as never })
  const secret = await makeItem(t.db, { ...named(titleWord), meetingId, documentId: hidden!.documentId }, unit.school)
  const open = await makeItem(t.db, named(openWord), unit.school)
  await t.sql`update action_items set due_on = '2026-09-30', origin = 'split' where county_id = ${countyId}`
  await live(secret, remarkWord)
  await live(open, openWord)

  const change = { meetingId, day: '2026-09-25', from: '09:00', until: '11:00', place: '五楼', reason: '场地' }
  await changeSitting(t.db, room.secretary, change, days(2))
  for (let day = 2; day <= 30; day++) {
    await followUp(t.db, days(day))
    await remindOfSittings(t.db, days(day))
    await deliver(days(day))
  }
  for (const who of [...listed, ...others]) {
    const all = sentTo(who)
    for (const word of [openPoint, openWord, '五楼']) expect(all, `${who.name}: ${word}`).toContain(word)
    for (const word of [agendaWord, titleWord, remarkWord]) expect(all, `${who.name}: ${word}`).not.toContain(word)
    expect(all.includes(`/action-items/${open}`), who.name).toBe(true)
    expect(all.includes(`/action-items/${secret}`), who.name).toBe(listed.includes(who))
  }
})
