import { z } from 'zod'
import { BodyId, MeetingId, MembershipId, PersonId, ProxyId, SeriesId, TopicId, UnitId } from '@/server/ids'
import { PersonName } from '@/server/people/contract'

const title = z
  .string()
  .transform((text) => text.replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'required').max(200, 'tooLong'))

export const NewAgendaItem = z.object({
  title,
  topicId: TopicId.nullable().default(null),
  presenterUnitId: UnitId.nullable().default(null),
  /** Given: only these people, and who plans it, see its title and its minutes (限名單事項). */
  restrictedTo: z.array(PersonId).max(200, 'tooMany').optional(),
  minutesPlanned: z.coerce.number().int().min(0, 'invalid').max(600, 'invalid'),
})
export type NewAgendaItem = z.infer<typeof NewAgendaItem>

export const NewMeeting = z
  .object({
    bodyId: BodyId,
    seriesId: SeriesId,
    title,
    place: z.string().trim().max(200, 'tooLong').default(''),
    startsAt: z.coerce.date(),
    endsAt: z.coerce.date(),
    agenda: z.array(NewAgendaItem).min(1, 'required').max(60, 'tooMany'),
  })
  .refine((meeting) => meeting.startsAt < meeting.endsAt, { path: ['endsAt'], message: 'beforeStart' })
export type NewMeeting = z.infer<typeof NewMeeting>

/** 代會: somebody of the county, or a name alone; the form has both, and whichever was given counts. */
export const NewProxy = z
  .object({
    meetingId: MeetingId,
    membershipId: MembershipId,
    personId: z.preprocess((typed) => typed || undefined, PersonId.optional()),
    name: z.preprocess((typed) => typed || undefined, PersonName.optional()),
  })
  .transform(({ personId, name, ...rest }, context) => {
    if (personId) return { ...rest, proxy: { personId } }
    if (name) return { ...rest, proxy: { name } }
    context.addIssue({ code: 'custom', path: ['name'], message: 'required' })
    return z.NEVER
  })
export const WithdrawProxy = z.object({ meetingId: MeetingId, proxyId: ProxyId })
