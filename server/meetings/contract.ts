import { z } from 'zod'
import {
  AgendaItemId,
  BodyId,
  MeetingId,
  MembershipId,
  PersonId,
  ProxyId,
  SeriesId,
  TopicId,
  UnitId,
} from '@/server/ids'
import { PersonName } from '@/server/people/contract'

const title = z
  .string()
  .transform((text) => text.replace(/\s+/gu, ' ').trim())
  .pipe(z.string().min(1, 'required').max(200, 'tooLong'))

/** Items on one agenda. */
export const maxAgendaItems = 500

export const NewAgendaItem = z.object({
  title,
  topicId: TopicId.nullable().default(null),
  presenterUnitId: UnitId.nullable().default(null),
  /** Given: only these people, and who plans it, see its title and its minutes (限名單事項). */
  restrictedTo: z.array(PersonId).max(200, 'tooMany').optional(),
  minutesPlanned: z.coerce.number().int().min(0, 'invalid').max(600, 'invalid'),
  section: z.string().trim().max(80, 'tooLong').optional(),
  /** The standing point about what earlier sittings decided; one in a sitting. */
  isFollowUp: z.boolean().optional(),
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
    agenda: z.array(NewAgendaItem).min(1, 'required').max(maxAgendaItems, 'tooMany'),
  })
  .refine((meeting) => meeting.startsAt < meeting.endsAt, { path: ['endsAt'], message: 'beforeStart' })
export type NewMeeting = z.infer<typeof NewMeeting>

const chosen = <S extends z.ZodType>(id: S) =>
  z.preprocess((value) => (value === '' ? null : (value ?? null)), id.nullable())

/** A row of the agenda's form: an item, or the heading of what follows. Rows stand in their order. */
const AgendaRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('section'), title: z.string().trim().max(80, 'tooLong').default('') }),
  z.object({
    kind: z.literal('item'),
    /** Null: a new one. */
    id: chosen(AgendaItemId),
    topicId: chosen(TopicId),
    /** Of a topic it may stay empty: the topic's own is taken. */
    title: z
      .string()
      .transform((text) => text.replace(/\s+/gu, ' ').trim())
      .pipe(z.string().max(200, 'tooLong'))
      .default(''),
    presenterUnitId: chosen(UnitId),
    minutesPlanned: z.coerce.number('notANumber').int('notANumber').min(0, 'invalid').max(600, 'invalid'),
    isFollowUp: z.preprocess((value) => value === '1' || value === true, z.boolean()),
  }),
])
export type AgendaRow = z.infer<typeof AgendaRow>
export type AgendaItemInput = Extract<AgendaRow, { kind: 'item' }> & { section: string }

export const SetAgenda = z.object({
  meetingId: MeetingId,
  /** What the person saw: another one by now is a conflict. */
  version: z.coerce.number().int().min(1),
  agenda: z
    .array(AgendaRow)
    .refine((rows) => rows.filter((row) => row.kind === 'item').length <= maxAgendaItems, { message: 'tooMany' })
    .refine((rows) => rows.some((row) => row.kind === 'item'), { message: 'required' }),
})
export type SetAgenda = z.infer<typeof SetAgenda>

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
