import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { documents } from '@/db/schema/minutes'
import { readLedger } from '@/server/action-items/read'
import { readActionItem } from '@/server/action-items/read-item'
import { LedgerQuery } from '@/server/action-items/contract'
import { warningOf } from '@/server/action-items/model'
import { listBodies, readBody } from '@/server/bodies/read'
import { readComments } from '@/server/comments/read'
import { readDuty, readMatrix } from '@/server/duties/read'
import { locales } from '@/server/preferences/model'
import { listMeetings } from '@/server/meetings/read'
import { listPeople } from '@/server/people/read'
import { readPerson } from '@/server/people/read-person'
import { useAccountLink } from '@/server/people/use-account-link'
import { listTopics } from '@/server/topics/read'
import { findSeatLink } from '@/server/rooms/find-link'
import { usePaperThread } from '@/server/paper/render'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { readMinutesView } from '@/server/signing/read'
import { readIssuedPaper } from '@/server/signing/read-issued'
import { verifyFile } from '@/server/signing/verify-file'
import { buildWorker } from '@/tests/support/build-worker'
import { createTestDatabase } from '@/tests/support/postgres'
import { loadDemo, type LoadedDemo } from './load'

const at = new Date('2026-11-24T02:30:00Z')
const today = '2026-11-24'
const via = { sessionId: null, tokenId: null }

const thread = await buildWorker('server/paper/paper.worker.ts')
usePaperThread(thread.file)
afterAll(() => thread.drop())

describe.each(locales)('the demo county in %s', (locale) => {
  let t: Awaited<ReturnType<typeof createTestDatabase>>
  let demo: LoadedDemo
  beforeAll(async () => {
    t = await createTestDatabase()
    demo = await loadDemo(t, { locale, at })
  })
  afterAll(() => t.drop())
  const secretary = async () => (await readPerson(t.db, demo.county.id, demo.people.secretary, via, at))!

  it('has papers on a topic, a sitting and an action item', async () => {
    const names = await t.sql<{ state: string }[]>`select state from files`
    expect(names.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready'])
  })

  it('has units of all five kinds, people, topics and sittings that a secretary sees', async () => {
    const me = await secretary()
    const [body] = await listBodies(t.db, me)
    expect(Object.values(body!.units).every((count) => count >= 2)).toBe(true)
    expect(Object.values(body!.units).reduce((sum, count) => sum + count, 0)).toBe(17)
    const detail = await readBody(t.db, me, body!.id)
    expect(detail.units.every((unit) => unit.members.length > 0)).toBe(true)
    expect(await listPeople(t.db, me, at)).toHaveLength(23)
    const topics = await listTopics(t.db, me)
    expect(new Set(topics.map((topic) => topic.state))).toEqual(
      new Set(['proposed', 'scheduled', 'discussed', 'parked']),
    )
    expect(topics.every((topic) => topic.problem !== '' && topic.facts !== '' && topic.wish !== '')).toBe(true)
    const meetings = await listMeetings(t.db, me)
    expect(meetings.filter((each) => each.state === 'live').map((each) => each.issueNumber)).toEqual([7])
    expect(meetings.filter((each) => each.state === 'planned')).toHaveLength(2)
    expect(meetings.find((each) => each.id === demo.meetings.finished)).toMatchObject({
      issueNumber: 6,
      state: 'ended',
    })
  })

  it('has a ledger with every state, projected from the minutes in the order of the text', async () => {
    const me = await secretary()
    const { rows } = await readLedger(t.db, me, LedgerQuery.parse({ view: 'all', sort: 'number', dir: 'asc' }), {
      today,
      timeZone: 'Asia/Shanghai',
    })
    expect(rows).toHaveLength(16)
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['todo', 'doing', 'toVerify', 'done', 'stopped']))
    expect(rows.every((row) => row.lead !== null && row.dueOn !== null)).toBe(true)
    const warnings = rows.map((row) => warningOf(row.state, row.dueOn, today))
    expect(warnings.filter((each) => each === 'late')).toHaveLength(2)
    expect(warnings.filter((each) => each === 'yellow')).toHaveLength(1)
    expect(warnings.filter((each) => each === 'blue')).toHaveLength(2)
    const sixth = rows.filter((row) => row.meeting.issueNumber === 6)
    expect(sixth.map((row) => row.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    const checks = rows.find((row) => row.localId === 'demo-checks-')!
    const history = (await readActionItem(t.db, me, checks.id, at)).changes
      .filter((change) => change.kind === 'state')
      .map((change) => change.to)
    expect(history.reverse()).toEqual(['doing', 'toVerify', 'doing', 'toVerify', 'done'])
  })

  it('has minutes that were circulated, objected to, signed and issued to the public, and they verify', async () => {
    const me = await secretary()
    const fifth = (await listMeetings(t.db, me)).find((each) => each.issueNumber === 5)!
    const { state, steps, answers } = await readMinutesView(t.db, me, fifth.id, at)
    expect(state).toBe('issued')
    expect(steps.map(({ kind }) => kind).sort()).toEqual(['circulated', 'issued', 'signed'])
    expect(answers.map(({ kind }) => kind).filter((kind) => kind === 'objected')).toHaveLength(1)
    expect(answers).toHaveLength(6)
    const paper = await readIssuedPaper(t.db, { kind: 'anonymous', invitedTo: fifth.id }, fifth.id, 'pdf')
    expect(await verifyFile(t.db, paper!.data, '10.0.0.9', at)).toMatchObject({ kind: 'issued' })
  })

  it('has words in the margin of the last minutes, at their words, one of them settled', async () => {
    const me = await secretary()
    const [row] = await t.db
      .select({ id: documents.id })
      .from(documents)
      .where(eq(documents.meetingId, demo.meetings.finished))
    const { comments } = await readComments(t.db, [me], row!.id)
    expect(comments.map(({ settled, answers }) => [settled !== null, answers.length])).toEqual([
      [true, 1],
      [false, 1],
      [false, 0],
    ])
    const { doc } = buildDoc((await loadBytes(t.db, row!.id))!)
    const placeOf = (base64: string) =>
      Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(Buffer.from(base64, 'base64')), doc)!
    for (const { anchor, quote } of comments.slice(0, 2)) {
      const [from, to] = [placeOf(anchor!.from), placeOf(anchor!.to)]
      expect(String(from.type).slice(from.index, to.index)).toBe(quote)
    }
    expect(comments[2]!.anchor).toBeNull()
  })

  it('has a duties matrix with one lead a line, a lead that moved, and items that fulfil duties', async () => {
    const me = await secretary()
    const [body] = await listBodies(t.db, me)
    const { duties } = await readMatrix(t.db, me, body!.id)
    expect(duties).toHaveLength(15)
    expect(duties.every((duty) => duty.assistingUnitIds.length > 0)).toBe(true)
    expect(duties.reduce((sum, duty) => sum + duty.openItems, 0)).toBe(7)
    const moved = duties.find((duty) => duty.version === 2)!
    const { changes } = await readDuty(t.db, me, body!.id, moved.id)
    expect(changes.map((change) => change.field).sort()).toEqual(['assisting', 'created', 'lead'])
  })

  it('gives links that open', async () => {
    const asker = { address: '10.0.0.1', userAgent: '', secure: false }
    const secret = demo.links.convenor.split('/').at(-1)!
    const { personId } = await useAccountLink(t.db, secret, {}, asker, at)
    expect(personId).toBe(demo.people.convenor)
    const seat = await findSeatLink(t.db, demo.links.parent.split('/').at(-1)!, at)
    expect(seat).toMatchObject({ seatId: demo.guestSeat, meetingId: demo.meetings.live })
    expect(demo.links.join).toMatch(/^\/join\/[a-z0-9]{10}$/)
  })

  it('is refused beside any county, itself included', async () => {
    await expect(loadDemo(t, { locale, at })).rejects.toMatchObject({ code: 'demo_refused' })
  })
})
