// What somebody was told, how they want to be told, and what they answered.
import { and, eq } from 'drizzle-orm'
import { schema as s } from '@/db/client'
import { entry, remove, type Entry } from './entry'

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
