import { z } from 'zod'
import { Day } from '@/server/bodies/contract'
import { SeriesId } from '@/server/ids'

const number = (from: number, to: number) =>
  z.coerce.number('notANumber').int('notANumber').min(from, 'invalid').max(to, 'invalid')
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((typed) => (typed === '' || typed === undefined ? null : typed), schema.nullable())
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'required')
const firstDay = z
  .string()
  .min(1, 'required')
  .pipe(Day)
  .refine((day) => day >= '2000-01-01', 'invalid')

export const Ending = z.enum(['never', 'until', 'count'])
export type Ending = z.infer<typeof Ending>

/** A rule as a secretary says it; fields that its pattern does not ask for are left aside. */
export const SeriesRuleForm = z
  .object({
    seriesId: SeriesId,
    /** As read; 0 where there is no rule yet. */
    version: z.coerce.number().int().min(0),
    every: number(1, 60),
    pattern: z.enum(['week', 'month-day', 'month-weekday']),
    /** Of `week`. One checkbox a row. */
    weekdays: z.array(number(1, 7)).max(7, 'tooMany').default([]),
    monthDay: number(-1, 28).default(1),
    nth: number(-1, 4).default(1),
    weekday: number(1, 7).default(1),
    startTime: time,
    minutes: number(10, 720),
    beginsOn: firstDay,
    ending: Ending,
    until: optional(Day),
    count: optional(number(1, 500)),
    onDayOff: z.enum(['skip', 'next']),
    isWeekendOff: z.preprocess((typed) => typed === '1', z.boolean()),
    title: z
      .string()
      .transform((text) => text.replace(/\s+/gu, ' ').trim())
      .pipe(z.string().min(1, 'required').max(200, 'tooLong')),
    place: z.string().trim().max(200, 'tooLong').default(''),
    liaisonSeriesId: optional(SeriesId),
    liaisonDays: optional(number(1, 60)),
  })
  .superRefine((rule, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (rule.pattern === 'week' && rule.weekdays.length === 0) wrong('weekdays', 'weekday')
    if (rule.pattern === 'month-day' && rule.monthDay === 0) wrong('monthDay', 'invalid')
    if (rule.pattern === 'month-weekday' && rule.nth === 0) wrong('nth', 'invalid')
    if (rule.ending === 'until' && rule.until === null) wrong('until', 'endless')
    if (rule.ending === 'until' && rule.until !== null && rule.until < rule.beginsOn) wrong('until', 'beforeStart')
    if (rule.ending === 'count' && rule.count === null) wrong('count', 'endless')
    if (rule.liaisonSeriesId !== null && rule.liaisonDays === null) wrong('liaisonDays', 'required')
    if (rule.liaisonSeriesId === rule.seriesId) wrong('liaisonSeriesId', 'invalid')
  })
  .transform(({ ending, monthDay, nth, weekday, weekdays, until, count, liaisonDays, ...rule }) => ({
    ...rule,
    nth: rule.pattern === 'week' ? 0 : rule.pattern === 'month-day' ? monthDay : nth,
    weekdays: rule.pattern === 'week' ? [...new Set(weekdays)].sort() : rule.pattern === 'month-day' ? [] : [weekday],
    until: ending === 'until' ? until : null,
    count: ending === 'count' ? count : null,
    liaisonDays: rule.liaisonSeriesId === null ? null : liaisonDays,
  }))
export type SeriesRuleForm = z.infer<typeof SeriesRuleForm>

/** One date of the rule: taken out, moved, or as the rule says again. */
export const ChangeDate = z
  .object({
    seriesId: SeriesId,
    occurrenceOn: Day,
    change: z.enum(['takeOut', 'move', 'restore']),
    movedTo: optional(Day),
  })
  .refine(({ change, movedTo }) => change !== 'move' || movedTo !== null, { path: ['movedTo'], message: 'required' })
export type ChangeDate = z.infer<typeof ChangeDate>

export const PlanSeries = z.object({
  seriesId: SeriesId,
  /** As read: a rule that somebody changed since is looked at again first. */
  version: z.coerce.number().int().min(1),
  /** The last date that is planned. */
  through: z.string().min(1, 'required').pipe(Day),
})
export type PlanSeries = z.infer<typeof PlanSeries>

export const RemoveRule = z.object({ seriesId: SeriesId, version: z.coerce.number().int().min(1) })
