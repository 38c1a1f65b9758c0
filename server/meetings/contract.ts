import { z } from 'zod'
import { BodyId, PersonId, SeriesId, TopicId, UnitId } from '@/server/ids'

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
