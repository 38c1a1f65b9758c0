// Every page, route and server action of the house: which row of access.md it follows, how it is asked about a place, and
// by what it is seen that the asker was let in. tests/e2e/doors.spec.ts asks them all and fails for one that is not here.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { ActionItemId, TopicId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { at, later, makeTestRoom, type TestRoom } from './room'

/** A body with everything in it, each thing named with a mark that no other place has. */
export type Place = TestRoom & {
  mark: string
  name: { body: string; unit: string; meeting: string; topic: string; item: string; person: string }
  topicId: TopicId
  /** Led by the school, whose people the askers are, and by the department. */
  items: { own: ActionItemId; other: ActionItemId }
}

export async function makePlace(db: Db, mark: string, inCounty?: TestRoom['countyId']): Promise<Place> {
  const room = await makeTestRoom(db, { inCounty })
  const { bodyId } = room
  const named = (what: string) => `${what}${mark}`
  const name = {
    body: named('教联体'),
    unit: named('县教育局'),
    meeting: named('联席会议'),
    topic: named('放学疏导'),
    item: named('划定接送区'),
    person: named('李秘书'),
  }
  await db.execute(raw`update bodies set name = ${name.body} where id = ${bodyId}`)
  await db.execute(raw`update units set name = ${name.unit} where id = ${room.unit.department}`)
  await db.execute(raw`update meetings set title = ${name.meeting} where id = ${room.meetingId}`)
  await db.execute(raw`update people set name = ${name.person} where id = ${room.secretary.personId}`)
  const topicId = await makeTopic(db, { ...room, name })
  const items = {
    own: await makeItem(db, { ...room, name }, room.unit.school),
    other: await makeItem(db, { ...room, name }, room.unit.department),
  }
  // Else the house would settle its text, find no such items in it and withdraw them.
  await db.execute(raw`update documents set settled_seq = head where id = ${room.documentId}`)
  return { ...room, mark, name, topicId, items }
}

type Named = TestRoom & Pick<Place, 'name'>
async function makeTopic(db: Db, { countyId, bodyId, name }: Named): Promise<TopicId> {
  const id = TopicId.parse(crypto.randomUUID())
  await db.execute(raw`insert into topics (county_id, id, body_id, title, problem, state, created_at)
    values (${countyId}, ${id}, ${bodyId}, ${name.topic}, '堵', 'proposed', ${at.toISOString()})`)
  return id
}
let numbers = 1000
async function makeItem(db: Db, room: Named, unitId: string): Promise<ActionItemId> {
  const id = ActionItemId.parse(crypto.randomUUID())
  const number = numbers++
  await db.execute(raw`insert into action_items
    (county_id, id, document_id, local_id, meeting_id, number, title, lead_unit_id, state, created_at, changed_at)
    values (${room.countyId}, ${id}, ${room.documentId}, ${`local${number}`.padEnd(20, '0')}, ${room.meetingId}, ${number},
      ${room.name.item}, ${unitId}, 'todo', ${at.toISOString()}, ${at.toISOString()})`)
  return id
}
async function makeMeeting(db: Db, room: TestRoom, isOpen: boolean) {
  const operator = { kind: 'operator' } as const
  const { meetingId } = await createMeeting(
    db,
    operator,
    {
      bodyId: room.bodyId,
      seriesId: room.seriesId,
      title: '又一次会议',
      place: '',
      startsAt: at,
      endsAt: later(600),
      agenda: [{ title: '其他', topicId: null, presenterUnitId: null, minutesPlanned: 10 }],
    },
    at,
  )
  if (isOpen) await openMeeting(db, operator, { meetingId }, at)
  return meetingId
}

/** `signed in`: whoever has an account, about themselves. `anybody`: also without one. */
type Follows = { row: string } | { row: 'signed in' | 'anybody' }

export type PageDoor = Follows & {
  path(place: Place): string
  /** Words of the place that stand on the page for whoever is let in, and for nobody else. */
  shows?(place: Place): string
}
const signedIn = (path: string): PageDoor => ({ row: 'signed in', path: () => path })
const anybody = (path: string): PageDoor => ({ row: 'anybody', path: () => path })
const listed = (row: string, path: string, what: keyof Place['name']): PageDoor => ({
  row,
  path: () => path,
  shows: ({ name }) => name[what],
})
const one = (row: string, path: (place: Place) => string, what: keyof Place['name']): PageDoor => ({
  row,
  path,
  shows: ({ name }) => name[what],
})

/** By the addresses that the build lists. */
export const pages: Record<string, PageDoor> = {
  '/': listed('meeting.read', '/', 'meeting'),
  '/setup': anybody('/setup'),
  '/sign-in': anybody('/sign-in'),
  '/invite/[token]': anybody(`/invite/${'x'.repeat(32)}`),
  '/primitives': anybody('/primitives'),
  '/primitives/frame': anybody('/primitives/frame'),
  '/action-items': listed('action-item.read', '/action-items?view=all', 'item'),
  '/action-items/[id]': one('action-item.read', ({ items }) => `/action-items/${items.own}`, 'item'),
  '/audit': listed('audit.read', '/audit', 'person'),
  '/bodies': listed('body.read', '/bodies', 'body'),
  '/bodies/[id]': one('body.read', ({ bodyId }) => `/bodies/${bodyId}`, 'body'),
  '/meetings': listed('meeting.read', '/meetings', 'meeting'),
  '/meetings/[id]': one('meeting.read', ({ meetingId }) => `/meetings/${meetingId}`, 'meeting'),
  '/meetings/[id]/history': one('minutes.history', ({ meetingId }) => `/meetings/${meetingId}/history`, 'meeting'),
  '/meetings/new': listed('meeting.manage', '/meetings/new', 'unit'),
  '/people': listed('people.read', '/people', 'person'),
  '/rooms/[meetingId]': one('meeting.attend', ({ meetingId }) => `/rooms/${meetingId}`, 'meeting'),
  '/settings': signedIn('/settings'),
  '/topics': listed('topic.read', '/topics', 'topic'),
  '/topics/new': signedIn('/topics/new'),
}

/** Parts of a page, not pages: the same reader answers. */
export const partsOfPages = ['/action-items/(.)[id]', '/_global-error', '/_not-found']

export type RouteDoor = { row: string; path: string } | { path: string; method: string; alone: number }
/** `alone`: what a request that brings nothing with it is told. */
export const routes: Record<string, RouteDoor> = {
  '/api/export/audit': { row: 'audit.export', path: '/api/export/audit?format=csv' },
  '/api/auth/[...nextauth]': { path: '/api/auth/session', method: 'GET', alone: 200 },
  '/api/livekit/webhook': { path: '/api/livekit/webhook', method: 'POST', alone: 403 },
  '/api/preferences': { path: '/api/preferences', method: 'POST', alone: 400 },
}

export type ActionDoor = Follows & {
  /** A page that has the action in it. */
  page(place: Place): string
  /** What is sent about a place. Made anew for each asker: who is let in changes things. */
  form(place: Place, db: Db): Promise<Record<string, string>>
  /** Names no place: asked once, in the asker's own county. */
  isPlaceless?: true
}
const of = (row: string, page: ActionDoor['page'], form: ActionDoor['form']): ActionDoor => ({ row, page, form })
const placeless = (row: string, path: string, form: () => Record<string, string>): ActionDoor => ({
  row,
  page: () => path,
  form: () => Promise.resolve(form()),
  isPlaceless: true,
})
const toBody = ({ bodyId }: Place) => `/bodies/${bodyId}`
const toMeeting = ({ meetingId }: Place) => `/meetings/${meetingId}`

/** By the names that the build lists. */
export const actions: Record<string, ActionDoor> = {
  createCountyAction: placeless('anybody', '/setup', () => ({})),
  openDemoAction: placeless('anybody', '/setup', () => ({})),
  setStateAction: of(
    'action-item.set-state: led by another unit',
    () => '/action-items',
    async (place, db) => ({
      id: await makeItem(db, place, place.unit.department),
      from: 'todo',
      to: 'doing',
      remark: '已开始',
    }),
  ),
  createUnitAction: of('body.manage', toBody, async ({ bodyId }) => ({
    bodyId,
    name: `文化站${crypto.randomUUID()}`,
    kind: 'society',
  })),
  addMembershipAction: of('body.manage', toBody, async (place) => ({
    bodyId: place.bodyId,
    unitId: place.unit.school,
    personId: place.stranger.personId,
    office: 'member',
    fromOn: '2026-03-01',
    untilOn: '',
  })),
  createBodyAction: placeless('body.create', '/bodies', () => ({
    name: '实验小学教联体',
    level: 'school',
    leadUnitName: '实验小学',
    leadUnitKind: 'school',
  })),
  planMeetingAction: of(
    'meeting.manage',
    () => '/meetings/new',
    async ({ seriesId }) => ({
      op: 'save',
      seriesId,
      title: '第四次会议',
      place: '',
      day: '2027-01-12',
      from: '14:30',
      until: '16:00',
      'agenda.0.title': '落实情况',
      'agenda.0.minutesPlanned': '15',
      'agenda.0.topicId': '',
      'agenda.0.presenterUnitId': '',
    }),
  ),
  openMeetingAction: of('meeting.manage', toMeeting, async (place, db) => ({
    meetingId: await makeMeeting(db, place, false),
  })),
  endMeetingAction: of('meeting.manage', toMeeting, async (place, db) => ({
    meetingId: await makeMeeting(db, place, true),
  })),
  guestLinkAction: of('meeting.manage', toMeeting, async ({ meetingId }) => ({
    op: 'make',
    meetingId,
    name: '陈家长',
    unitId: '',
    role: 'listener',
  })),
  restoreVersionAction: of('minutes.write', toMeeting, async ({ meetingId }) => ({ meetingId, seq: '1' })),
  makeLinkAction: of(
    'people.manage',
    () => '/people',
    async ({ stranger }) => ({
      personId: stranger.personId,
      purpose: 'invitation',
    }),
  ),
  invitePersonAction: placeless('people.manage', '/people', () => ({
    name: '新来的人',
    userName: `u${crypto.randomUUID().slice(0, 8)}`,
  })),
  changePasswordAction: placeless('signed in', '/settings', () => ({})),
  endSessionAction: placeless('signed in', '/settings', () => ({ id: crypto.randomUUID() })),
  proposeTopicAction: of(
    'topic.propose',
    () => '/topics/new',
    async ({ bodyId }) => ({
      place: `${bodyId} `,
      title: '书包太重',
      problem: '书包太重',
      facts: '',
      wish: '',
    }),
  ),
  setTopicStateAction: of(
    'topic.manage',
    () => '/topics',
    async (place, db) => ({
      id: await makeTopic(db, place),
      from: 'proposed',
      to: 'accepted',
      reason: '',
    }),
  ),
}
