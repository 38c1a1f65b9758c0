// A body with everything in it, each thing named with a mark that no other place has, and what can be made in it anew.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Office } from '@/server/access'
import { ActionItemId, MembershipId, TopicId, UnitId, type PersonId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { at, later, makeTestRoom, type TestRoom } from '../room'

/** What is named with the mark. */
const words = {
  body: '教联体',
  unit: '县教育局',
  meeting: '联席会议',
  topic: '放学疏导',
  item: '划定接送区',
  person: '李秘书',
  township: '城关镇',
  duty: '护学岗',
  file: '名单',
}

export type Place = TestRoom & {
  mark: string
  /** The county has the mark of the first place in it. */
  name: Record<keyof typeof words | 'county', string>
  topicId: TopicId
  /** Led by the school, whose people the askers are, and by the department. */
  items: { own: ActionItemId; other: ActionItemId }
}

/** @param beside another place of the county; left out: in a county of its own */
export async function makePlace(db: Db, mark: string, beside?: Place): Promise<Place> {
  const room = await makeTestRoom(db, { inCounty: beside?.countyId })
  const named = Object.fromEntries(Object.entries(words).map(([key, word]) => [key, `${word}${mark}`]))
  const name = { ...(named as Record<keyof typeof words, string>), county: beside?.name.county ?? `示范县${mark}` }
  await db.execute(raw`update counties set name = ${name.county} where id = ${room.countyId}`)
  await db.execute(raw`update bodies set name = ${name.body} where id = ${room.bodyId}`)
  await db.execute(raw`update units set name = ${name.unit} where id = ${room.unit.department}`)
  // A county has one unit of a name and kind; the next place brings these two again.
  const [school, family] = [`实验小学${mark}`, `家长委员会${mark}`]
  await db.execute(raw`update units set name = ${school} where id = ${room.unit.school}`)
  await db.execute(raw`update units set name = ${family} where id = ${room.unit.family}`)
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

export async function makeTopic(db: Db, { countyId, bodyId, name }: Named): Promise<TopicId> {
  const id = TopicId.parse(crypto.randomUUID())
  await db.execute(raw`insert into topics (county_id, id, body_id, title, problem, state, created_at)
    values (${countyId}, ${id}, ${bodyId}, ${name.topic}, '堵', 'proposed', ${at.toISOString()})`)
  return id
}

let numbers = 1000
export async function makeItem(db: Db, room: Named, unitId: string): Promise<ActionItemId> {
  const id = ActionItemId.parse(crypto.randomUUID())
  const number = numbers++
  await db.execute(raw`insert into action_items
    (county_id, id, document_id, local_id, meeting_id, number, title, lead_unit_id, state, created_at, changed_at)
    values (${room.countyId}, ${id}, ${room.documentId}, ${`local${number}`.padEnd(20, '0')}, ${room.meetingId}, ${number},
      ${room.name.item}, ${unitId}, 'todo', ${at.toISOString()}, ${at.toISOString()})`)
  return id
}

/** @param restrictedTo given: its one item is for these people alone */
export async function makeMeeting(db: Db, room: TestRoom, isOpen: boolean, restrictedTo?: PersonId[]) {
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
      agenda: [{ title: '其他', topicId: null, presenterUnitId: null, minutesPlanned: 10, restrictedTo }],
    },
    at,
  )
  if (isOpen) await openMeeting(db, operator, { meetingId }, at)
  return meetingId
}

/** A unit of the body for which nobody sits. */
export async function makeUnit(db: Db, { countyId, bodyId }: Place): Promise<UnitId> {
  const id = UnitId.parse(crypto.randomUUID())
  await db.execute(raw`insert into units (county_id, id, name, kind, created_at)
    values (${countyId}, ${id}, ${`文化站${id}`}, 'society', ${at.toISOString()})`)
  await db.execute(raw`insert into body_units (county_id, body_id, unit_id) values (${countyId}, ${bodyId}, ${id})`)
  return id
}

/** Somebody new, with an office for the school. */
export async function makeMember(db: Db, place: Place, office: Office = 'member') {
  const { personId } = await place.person('新委员', office, place.unit.school)
  return { personId, membershipId: await membershipOf(db, place, personId) }
}

export async function membershipOf(db: Db, { countyId }: Place, personId: PersonId): Promise<MembershipId> {
  const [row] = await db.execute(
    raw`select id from memberships where county_id = ${countyId} and person_id = ${personId}`,
  )
  return MembershipId.parse(row!.id)
}
