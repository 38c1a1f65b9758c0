// What somebody can be told. A kind has its sentence in messages/<locale>/notifications.json under kinds.<group>.<kind>, its
// group (what a person can turn mail off for), its pace and the page it leads to. To add one: a line here, its sentences.
import { z } from 'zod'
import { MeetingId, type ActionItemId, type TopicId } from '@/server/ids'

export const NotificationGroup = z.enum(['meeting', 'minutes', 'item', 'topic', 'vote'])
export type NotificationGroup = z.infer<typeof NotificationGroup>
export const notificationGroups = NotificationGroup.options

/** now: a letter of its own at once (after quiet hours); day: in the one digest of the day. */
type Pace = 'now' | 'day'
type Facts = { group: NotificationGroup; pace: Pace }
const kind = (group: NotificationGroup, pace: Pace): Facts => ({ group, pace })

export const notificationKinds = {
  'meeting.notice': kind('meeting', 'now'),
  'meeting.changed': kind('meeting', 'now'),
  'meeting.cancelled': kind('meeting', 'now'),
  'meeting.reminder': kind('meeting', 'now'),
  'notice.replied': kind('meeting', 'day'),
  'topic.answered': kind('topic', 'day'),
  'minutes.circulated': kind('minutes', 'now'),
  'minutes.answered': kind('minutes', 'day'),
  'minutes.to-sign': kind('minutes', 'now'),
  'minutes.issued': kind('minutes', 'day'),
  'minutes.reopened': kind('minutes', 'now'),
  'item.assigned': kind('item', 'day'),
  'item.reported': kind('item', 'day'),
  'item.returned': kind('item', 'day'),
  'item.closed': kind('item', 'day'),
  'item.chased': kind('item', 'now'),
  'item.extension-asked': kind('item', 'day'),
  'item.extension-decided': kind('item', 'day'),
  'item.escalated': kind('item', 'now'),
  'item.warning': kind('item', 'day'),
} as const satisfies Record<string, Facts>

export type NotificationKind = keyof typeof notificationKinds
export const NotificationKind = z.enum(Object.keys(notificationKinds) as [NotificationKind, ...NotificationKind[]])

/** minutes: by the sitting's id. vote: by its own, with `meetingId` in the detail. */
export const NotificationThing = z.object({
  kind: z.enum(['meeting', 'topic', 'minutes', 'actionItem', 'vote']),
  id: z.uuid(),
})
export type NotificationThing =
  | { kind: 'meeting' | 'minutes'; id: MeetingId }
  | { kind: 'topic'; id: TopicId }
  | { kind: 'actionItem'; id: ActionItemId }
  | { kind: 'vote'; id: string }

const words = z.string().max(400)

/** The values a sentence may use. `title` names the thing; instants are ISO 8601 in UTC, days YYYY-MM-DD. */
export const NotificationDetail = z.object({
  title: words.optional(),
  unit: words.optional(),
  person: words.optional(),
  body: words.optional(),
  place: words.optional(),
  /** What somebody wrote: a reason, a remark, an answer. */
  text: z.string().max(2000).optional(),
  /** A word that messages choose by: attend, decline, proxy; approved, refused; blue, yellow, red; d3, d1, h1. */
  choice: z.string().max(40).optional(),
  number: z.string().max(40).optional(),
  at: z.iso.datetime().optional(),
  on: z.iso.date().optional(),
  count: z.number().int().optional(),
  meetingId: MeetingId.optional(),
})
export type NotificationDetail = z.infer<typeof NotificationDetail>

/** A line of the page. */
export type NotificationView = {
  id: string
  kind: NotificationKind
  thing: NotificationThing['kind']
  detail: NotificationDetail
  href: string
  createdAt: Date
  isRead: boolean
}

export const groupOf = (kind: NotificationKind): NotificationGroup => notificationKinds[kind].group
export const paceOf = (kind: NotificationKind): Pace => notificationKinds[kind].pace

/** Where a notification leads. */
export function hrefOf(
  kind: NotificationKind,
  thing: { kind: z.infer<typeof NotificationThing>['kind']; id: string },
  detail: NotificationDetail = {},
): string {
  switch (thing.kind) {
    case 'meeting':
      return groupOf(kind) === 'meeting' ? `/meetings/${thing.id}/notice` : `/meetings/${thing.id}`
    case 'minutes':
      return `/meetings/${thing.id}`
    case 'topic':
      return `/topics/${thing.id}`
    case 'actionItem':
      return `/action-items/${thing.id}`
    case 'vote':
      return detail.meetingId ? `/meetings/${detail.meetingId}` : '/meetings'
  }
}

/** `all`: everything up to now. */
export const MarkRead = z.object({ id: z.union([z.uuid(), z.literal('all')]) })
export const OpenNotification = z.object({ id: z.uuid() })
