// A small county with a joint body and one sitting, for tests of the room: four members, a parents' unit, two items.
import { bodies, bodyUnits, memberships, series, units } from '@/db/schema/bodies'
import { counties } from '@/db/schema/counties'
import { people } from '@/db/schema/people'
import type { Db } from '@/db/client'
import type { Office, PersonActor } from '@/server/access'
import { BodyId, CountyId, MembershipId, PersonId, SeriesId, UnitId } from '@/server/ids'
import { createMeeting } from '@/server/meetings/create-meeting'
import { openMeeting } from '@/server/meetings/open-meeting'
import { readPerson } from '@/server/people/read-person'
import { readSeat } from '@/server/rooms/read-seat'
import { requestEntry } from '@/server/rooms/request-entry'

const uuid = () => crypto.randomUUID()
export const at = new Date('2026-09-16T06:30:00Z')
export const later = (seconds: number) => new Date(at.getTime() + seconds * 1000)

export type TestRoom = Awaited<ReturnType<typeof makeTestRoom>>

/** @param inCounty a county that is there already: this is then another body of it */
export async function makeTestRoom(
  db: Db,
  { isOpen = true, inCounty }: { isOpen?: boolean; inCounty?: CountyId } = {},
) {
  const countyId = inCounty ?? CountyId.parse(uuid())
  const bodyId = BodyId.parse(uuid())
  const seriesId = SeriesId.parse(uuid())
  const unit = { department: UnitId.parse(uuid()), school: UnitId.parse(uuid()), family: UnitId.parse(uuid()) }
  if (inCounty === undefined)
    await db
      .insert(counties)
      .values({ id: countyId, name: '示范县', timeZone: 'Asia/Shanghai', locale: 'zh-Hans', createdAt: at })
  await db.insert(bodies).values({ countyId, id: bodyId, name: '示范县教联体', level: 'county', createdAt: at })
  await db.insert(units).values([
    { countyId, id: unit.department, name: '县教育局', kind: 'department', createdAt: at },
    { countyId, id: unit.school, name: '实验小学', kind: 'school', createdAt: at },
    { countyId, id: unit.family, name: '实验小学家长委员会', kind: 'family', createdAt: at },
  ])
  await db
    .insert(bodyUnits)
    .values(Object.values(unit).map((unitId) => ({ countyId, bodyId, unitId, isLead: unitId === unit.department })))
  await db.insert(series).values({ countyId, id: seriesId, bodyId, kind: 'joint', name: '联席会议' })

  const person = async (name: string, office: Office | null, unitId: UnitId): Promise<PersonActor> => {
    const personId = PersonId.parse(uuid())
    await db.insert(people).values({ countyId, id: personId, name, createdAt: at })
    if (office !== null) {
      const id = MembershipId.parse(uuid())
      await db.insert(memberships).values({ countyId, id, bodyId, unitId, personId, office, fromOn: '2026-01-01' })
    }
    return (await readPerson(db, countyId, personId, { sessionId: null, tokenId: null }, at))!
  }
  const convenor = await person('王局长', 'convenor', unit.department)
  const secretary = await person('李秘书', 'secretary', unit.department)
  const member = await person('赵校长', 'member', unit.school)
  const observer = await person('观察员', 'observer', unit.school)
  const stranger = await person('外人', null, unit.school)

  const meeting = await createMeeting(
    db,
    secretary,
    {
      bodyId,
      seriesId,
      title: '2026年第三次联席会议',
      place: '三楼会议室',
      startsAt: at,
      endsAt: later(6000),
      agenda: [
        { title: '上次议定事项落实情况', topicId: null, presenterUnitId: unit.department, minutesPlanned: 15 },
        { title: '放学时段校门口交通疏导', topicId: null, presenterUnitId: null, minutesPlanned: 25 },
      ],
    },
    at,
  )
  const { meetingId } = meeting
  if (isOpen) await openMeeting(db, convenor, { meetingId }, at)

  return {
    ...meeting,
    bodyId,
    seriesId,
    unit,
    convenor,
    secretary,
    member,
    observer,
    stranger,
    person,
    /** A member's seat, as an actor. */
    enter: async (who: PersonActor) => {
      const { seatId } = await requestEntry(db, who, { entrance: 'member', meetingId }, at)
      return (await readSeat(db, countyId, seatId))!
    },
    /** A guest who knocked by the code: waiting, with the secret of their device's cookie. */
    knock: async (name: string, deviceSecret: string | null = null) => {
      const input = { entrance: 'code', code: meeting.joinCode, name, unitId: unit.family, deviceSecret } as const
      const entry = await requestEntry(db, { kind: 'anonymous' }, input, at)
      return { seat: (await readSeat(db, countyId, entry.seatId))!, secret: entry.deviceSecret ?? deviceSecret! }
    },
    seat: async (seatId: Parameters<typeof readSeat>[2]) => (await readSeat(db, countyId, seatId))!,
  }
}
