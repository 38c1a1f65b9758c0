// What somebody was told, how they want to be told, and what they answered.
import { and, eq, or, sql, type SQL } from 'drizzle-orm'
import { schema as s } from '@/db/client'
import { entry, nobody, remove, type Entry, type Who } from './entry'

/** The places somebody holds or held. */
const places = (who: Who): SQL =>
  sql`(select ${s.memberships.id} from ${s.memberships} where ${s.memberships.countyId} = ${who.countyId} and ${s.memberships.personId} = ${who.personId})`

export const ofNotices: readonly Entry[] = [
  entry(
    s.notifications,
    {
      plain: ['countyId', 'id', 'moment', 'dueAfter'],
      id: ['personId'],
      self: ['kind', 'thingKind', 'thingId', 'detail', 'createdAt', 'readAt', 'settledAt', 'sentBy'],
    },
    {
      group: 'notices',
      own: (who) => and(eq(s.notifications.countyId, who.countyId), eq(s.notifications.personId, who.personId))!,
      erasing: remove,
    },
  ),
  // Whose link it is; the secret is sealed and of no use but to answer for them.
  entry(
    s.noticeLinks,
    {
      plain: ['countyId', 'id', 'unitId', 'revokedAt'],
      id: ['personId'],
      self: ['meetingId', 'createdAt'],
      secret: ['secretHash', 'sealed', 'tokenHash'],
    },
    {
      group: 'notices',
      own: (who) => and(eq(s.noticeLinks.countyId, who.countyId), eq(s.noticeLinks.personId, who.personId))!,
      erasing: remove,
    },
  ),
  // That mail came back, and what it came to.
  entry(
    s.answerMails,
    { plain: ['countyId', 'key'], id: ['personId'], self: ['meetingId', 'outcome', 'readAt'] },
    {
      group: 'notices',
      own: (who) => and(eq(s.answerMails.countyId, who.countyId), eq(s.answerMails.personId, who.personId))!,
      erasing: remove,
    },
  ),
  // What was answered for a place stays with the sitting; whose place it was is an id.
  entry(
    s.replies,
    {
      plain: ['countyId', 'proxyId', 'forVersion'],
      self: ['meetingId', 'membershipId', 'answer', 'note', 'via', 'repliedAt'],
      id: ['byPersonId'],
    },
    {
      group: 'notices',
      own: (who) =>
        and(
          eq(s.replies.countyId, who.countyId),
          or(eq(s.replies.byPersonId, who.personId), sql`${s.replies.membershipId} in ${places(who)}`),
        )!,
      erasing: { do: 'set', values: () => ({ note: '' }) },
    },
  ),
  entry(
    s.notices,
    {
      plain: ['countyId', 'version', 'kind', 'startsAt', 'endsAt'],
      shared: ['greeting', 'reason', 'title', 'place', 'agenda'],
      self: ['meetingId', 'sentAt'],
      id: ['sentById'],
    },
    {
      group: 'notices',
      own: (who) => and(eq(s.notices.countyId, who.countyId), eq(s.notices.sentById, who.personId))!,
    },
  ),
  nobody(s.noticeUnits, ['countyId', 'meetingId', 'bodyId', 'unitId']),
  nobody(s.meetingReminders, ['countyId', 'meetingId', 'lead', 'startsAt', 'toldAt']),
  entry(
    s.calendarFeeds,
    {
      plain: ['countyId', 'id'],
      id: ['personId'],
      self: ['createdAt', 'revokedAt'],
      secret: ['secretHash'],
    },
    {
      group: 'notices',
      own: (who) => and(eq(s.calendarFeeds.countyId, who.countyId), eq(s.calendarFeeds.personId, who.personId))!,
      erasing: remove,
    },
  ),
  // Whose hand entered the address; what is told to it names nobody.
  entry(
    s.webhooks,
    {
      plain: ['countyId', 'id', 'name', 'url', 'kinds', 'throughSeq', 'failures', 'restUntil', 'pausedAt', 'sealed'],
      id: ['createdById'],
      self: ['createdAt'],
    },
    {
      group: 'notices',
      own: (who) => and(eq(s.webhooks.countyId, who.countyId), eq(s.webhooks.createdById, who.personId))!,
    },
  ),
  nobody(s.webhookDeliveries, [
    'countyId',
    'id',
    'webhookId',
    'seq',
    'kind',
    'thingId',
    'body',
    'createdAt',
    'nextTryAt',
    'tries',
    'lastTriedAt',
    'deliveredAt',
    'status',
    'problem',
    'tookMs',
  ]),
  entry(
    s.notificationChoices,
    { plain: ['countyId'], id: ['personId'], self: ['group', 'byMail'] },
    {
      group: 'notices',
      own: (who) =>
        and(eq(s.notificationChoices.countyId, who.countyId), eq(s.notificationChoices.personId, who.personId))!,
      erasing: remove,
    },
  ),
]
