// The page's form → what create-meeting takes: day and times are the county's wall clock, a chosen topic gives the title.
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@/db/client'
import { series } from '@/db/schema/bodies'
import { topics } from '@/db/schema/topics'
import type { PersonActor } from '@/server/access'
import { Day } from '@/server/bodies/contract'
import { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { PersonId, SeriesId, TopicId, UnitId } from '@/server/ids'
import { NewMeeting } from './contract'
import { readersOf } from './model'
import { typedTimes } from './zoned-time'

const chosen = <S extends z.ZodType>(id: S) =>
  z.preprocess((value) => (value === '' ? null : (value ?? null)), id.nullable())
/** A ticked name arrives as a field of its own, so that rows move without scripts and keep it. */
const withReaders = (row: unknown) =>
  typeof row !== 'object' || row === null ? row : { ...row, restrictedTo: readersOf(Object.keys(row)) }

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'required')

export const MeetingForm = z.object({
  seriesId: SeriesId,
  title: z.string().trim().min(1, 'required').max(200, 'tooLong'),
  place: z.string().trim().max(200, 'tooLong').default(''),
  day: z.string().min(1, 'required').pipe(Day),
  from: Time,
  until: Time,
  agenda: z
    .array(
      z.preprocess(
        withReaders,
        z.object({
          topicId: chosen(TopicId),
          title: z.string().trim().max(200, 'tooLong').default(''),
          presenterUnitId: chosen(UnitId),
          minutesPlanned: z.coerce.number('notANumber').int('notANumber').min(0, 'invalid').max(600, 'invalid'),
          isFollowUp: z.preprocess((value) => value === '1', z.boolean()),
          restrictedTo: z.array(PersonId).max(200, 'tooMany'),
        }),
      ),
    )
    .min(1, 'required')
    .max(60, 'tooMany'),
})

/** @throws invalid_input with the field's own name, from and until `notOnClock`; not_found for a series of another county */
export async function toNewMeeting(
  db: Db,
  actor: PersonActor,
  timeZone: string,
  form: z.infer<typeof MeetingForm>,
): Promise<NewMeeting> {
  const { countyId } = actor
  const [kind] = await db
    .select({ bodyId: series.bodyId })
    .from(series)
    .where(and(eq(series.countyId, countyId), eq(series.id, form.seriesId)))
  if (!kind) throw new AppError('not_found')
  const topicIds = form.agenda.map((row) => row.topicId).filter((id) => id !== null)
  const known =
    topicIds.length === 0
      ? []
      : await db
          .select({ id: topics.id, title: topics.title })
          .from(topics)
          .where(and(eq(topics.countyId, countyId), eq(topics.bodyId, kind.bodyId), inArray(topics.id, topicIds)))
  const agenda = form.agenda.map(({ restrictedTo, ...row }, at) => {
    // Both are seen by everybody, and would tell what the item is about.
    const tells = (['topicId', 'presenterUnitId'] as const).find((name) => row[name] !== null)
    if (restrictedTo.length > 0 && tells) throw new AppError('invalid_input', { [`agenda.${at}.${tells}`]: 'openOnly' })
    const topic = known.find((each) => each.id === row.topicId)
    if (row.topicId !== null && !topic) throw new AppError('invalid_input', { [`agenda.${at}.topicId`]: 'unknown' })
    return {
      ...row,
      ...(restrictedTo.length > 0 && { restrictedTo }),
      title: row.title || (topic?.title ?? ''),
    }
  })
  return parseInput(NewMeeting, {
    bodyId: kind.bodyId,
    seriesId: form.seriesId,
    title: form.title,
    place: form.place,
    ...typedTimes(form, timeZone),
    agenda,
  })
}
