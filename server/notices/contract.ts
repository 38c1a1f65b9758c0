import { z } from 'zod'
import { MeetingId, MembershipId, UnitId } from '@/server/ids'
import { PersonName } from '@/server/people/contract'

/** What a notice says of an agenda item. A restricted one has only the word for such items. */
export const NoticeAgenda = z.array(
  z.object({
    position: z.number().int(),
    title: z.string(),
    minutes: z.number().int(),
    presenter: z.string().nullable(),
  }),
)
export type NoticeAgenda = z.infer<typeof NoticeAgenda>

export const Answer = z.enum(['attend', 'decline', 'proxy'])
export type Answer = z.infer<typeof Answer>
export const answers = Answer.options

const text = (most: number) => z.string().trim().max(most, 'tooLong').default('')

/** `units` are the names of the fields that are ticked: unit and the id without hyphens. */
export const SendNoticeForm = z.object({ meetingId: MeetingId, greeting: text(600), unitIds: z.array(UnitId) })
export type SendNotice = z.infer<typeof SendNoticeForm>

const reason = z.string().trim().min(1, 'required').max(400, 'tooLong')
export const ChangeForm = z.object({
  meetingId: MeetingId,
  day: z.iso.date('invalid'),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'invalid'),
  until: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'invalid'),
  place: text(200),
  reason,
  withLiaison: z.preprocess((typed) => typed === 'on', z.boolean()),
})
export const CancelForm = z.object({ meetingId: MeetingId, reason })

export const ReplyForm = z
  .object({
    meetingId: MeetingId,
    membershipId: MembershipId,
    answer: Answer,
    note: text(200),
    proxyName: text(80),
  })
  .superRefine((value, context) => {
    if (value.answer !== 'proxy') return
    const name = PersonName.safeParse(value.proxyName)
    if (!name.success) context.addIssue({ code: 'custom', path: ['proxyName'], message: 'required' })
  })
export type ReplyInput = z.infer<typeof ReplyForm>

export type LeadTime = 'd3' | 'd1' | 'h1'
