// A row of every table about what somebody was told, for the inventory of what is kept about people.
import type { Db } from '@/db/client'
import { answerMails, calendarFeeds, noticeLinks, notices, replies } from '@/db/schema/notices'
import { memberships } from '@/db/schema/bodies'
import { count, eq } from 'drizzle-orm'
import { notificationChoices, notifications } from '@/db/schema/notifications'
import { reports, reportTexts } from '@/db/schema/reports'
import { webhooks } from '@/db/schema/webhooks'
import type { PersonActor } from '@/server/access'
import { ReportId, WebhookId } from '@/server/ids'
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
  const { meetingId } = room
  const secret = () => ({ id: crypto.randomUUID(), secretHash: `hash-${crypto.randomUUID()}`, createdAt: at })
  await db.insert(noticeLinks).values({ ...secret(), countyId, meetingId, personId, sealed: Buffer.from('sealed') })
  const key = crypto.randomUUID()
  await db.insert(answerMails).values({ countyId, key, meetingId, personId, outcome: 'words', readAt: at })
  await db.insert(calendarFeeds).values({ ...secret(), countyId, personId })
  await db.insert(webhooks).values({
    countyId,
    id: WebhookId.parse(crypto.randomUUID()),
    name: '政务平台',
    url: 'https://example.org/hook',
    kinds: [],
    sealed: Buffer.from('sealed'),
    throughSeq: 0,
    createdAt: at,
    createdById: personId,
  })
  const [place] = await db.select({ id: memberships.id }).from(memberships).where(eq(memberships.personId, personId))
  const reply = { countyId, meetingId, membershipId: place!.id, answer: 'attend' as const, via: 'app' as const }
  await db
    .insert(replies)
    .values({ ...reply, byPersonId: personId, repliedAt: at, forVersion: 1 })
    .onConflictDoNothing()
  const sent = { countyId, meetingId, title: '联席会议', place: '', startsAt: at, endsAt: at, agenda: [], sentAt: at }
  const [last] = await db.select({ n: count() }).from(notices).where(eq(notices.meetingId, meetingId))
  const version = last!.n + 1
  const kind = version === 1 ? ('notice' as const) : ('change' as const)
  await db.insert(notices).values({ ...sent, version, kind, sentById: personId })
  await db.insert(notificationChoices).values({ countyId, personId, group: 'item', byMail: false })
  const reportId = ReportId.parse(crypto.randomUUID())
  const made = { countyId, id: reportId, bodyId: room.bodyId, asOf: '2026-09-16', locale: 'zh-Hans' as const }
  await db.insert(reports).values({ ...made, figures: {}, onceKey: reportId, madeById: personId, madeAt: at })
  await db.insert(reportTexts).values({ countyId, reportId, version: 1, words: {}, byId: personId, at })
}
