import { z } from 'zod'
import { ActionItemId, BodyId, DocumentId, MeetingId, SeriesId, UnitId, WebhookId } from '@/server/ids'

/** What an address can be told of. */
export const webhookKinds = [
  'action-item.changed',
  'minutes.issued',
  'meeting.planned',
  'meeting.changed',
  'meeting.cancelled',
] as const
export const WebhookKind = z.enum(webhookKinds)
export type WebhookKind = z.infer<typeof WebhookKind>

/** Addresses in one county. */
export const maxWebhooks = 20

const isWebAddress = (text: string) => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return ['https:', 'http:'].includes(protocol) && username + password + hash === ''
}

const fields = {
  name: z
    .string()
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1, 'required').max(80, 'tooLong')),
  url: z.string().trim().min(1, 'required').max(500, 'tooLong').refine(isWebAddress, 'invalid'),
  kinds: z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(WebhookKind).min(1, 'required'),
  ),
}
export const NewWebhook = z.object(fields)
export type NewWebhook = z.infer<typeof NewWebhook>
export const EditWebhook = z.object({ id: WebhookId, ...fields })
export type EditWebhook = z.infer<typeof EditWebhook>

const day = z.iso.date()
const instant = z.iso.datetime()
const told = <K extends string, D extends z.ZodType>(type: K, data: D) =>
  z.object({ type: z.literal(type), timestamp: instant, data })

const Sitting = z.object({
  id: MeetingId,
  bodyId: BodyId,
  seriesId: SeriesId,
  issueNumber: z.number().int(),
  startsAt: instant,
  endsAt: instant,
  isCancelled: z.boolean(),
})

/** What is sent: ids, days and states. Words are read over the API, with the rights of whoever reads. */
export const WebhookBody = z.discriminatedUnion('type', [
  told(
    'action-item.changed',
    z.object({
      id: ActionItemId,
      bodyId: BodyId,
      meetingId: MeetingId,
      /** What was done: the audit trail's word without its noun. */
      change: z.string(),
      state: z.enum(['todo', 'doing', 'toVerify', 'done', 'stopped']),
      percent: z.number().int(),
      dueOn: day.nullable(),
      leadUnitId: UnitId.nullable(),
      isWithdrawn: z.boolean(),
    }),
  ),
  told('minutes.issued', z.object({ id: DocumentId, meetingId: MeetingId, bodyId: BodyId })),
  told('meeting.planned', Sitting),
  told('meeting.changed', Sitting),
  told('meeting.cancelled', Sitting),
  told('webhook.test', z.object({ id: WebhookId })),
])
export type WebhookBody = z.infer<typeof WebhookBody>

export type DeliveryState = 'waiting' | 'delivered' | 'given-up'
