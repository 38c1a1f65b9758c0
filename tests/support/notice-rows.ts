// A row of every table about what somebody was told, for the inventory of what is kept about people.
import type { Db } from '@/db/client'
import { notificationChoices, notifications } from '@/db/schema/notifications'
import type { PersonActor } from '@/server/access'
import { at, type TestRoom } from './room'

export async function insertNoticeRows(db: Db, room: TestRoom, { countyId, personId }: PersonActor): Promise<void> {
  await db.insert(notifications).values({
    countyId,
    id: crypto.randomUUID(),
    personId,
    kind: 'meeting.notice',
    thingKind: 'meeting',
    thingId: room.meetingId,
    moment: crypto.randomUUID(),
    detail: { title: '联席会议' },
    createdAt: at,
    dueAfter: at,
  })
  await db.insert(notificationChoices).values({ countyId, personId, group: 'item', byMail: false })
}
