import { z } from 'zod'
import { tidyWords } from '@/server/forms/model'
import { BodyId, MeetingId, ReportId, UnitId } from '@/server/ids'

const count = z.number().int().min(0)
/** `open` is everything neither closed nor stopped; of these, `toVerify` waits for a judge and `late` is past its day. */
export const Sum = z.object({
  total: count,
  done: count,
  open: count,
  stopped: count,
  toVerify: count,
  late: count,
})
export type Sum = z.infer<typeof Sum>

/** What a report counts, with names and titles as they were on that day. Nothing of a restricted item is in it. */
export const Figures = z.object({
  whole: Sum,
  /** By lead unit, in the body's own order; who has left it after them, and null last: nobody leads yet. */
  units: z.array(z.object({ unitId: UnitId.nullable(), name: z.string(), sum: Sum })),
  /** In the order in which they were held. `day`: YYYY-MM-DD by the county's clock. */
  sittings: z.array(
    z.object({ meetingId: MeetingId, title: z.string(), issueNumber: z.number().int(), day: z.string(), sum: Sum }),
  ),
})
export type Figures = z.infer<typeof Figures>

/** Parts of the text in their order on paper; two have a table of the figures below their words. */
export const sections = ['overall', 'byUnit', 'bySitting', 'overdue', 'stopped', 'closing'] as const
export type Section = (typeof sections)[number]

const line = (max: number) =>
  z
    .string()
    .default('')
    .transform((typed) => tidyWords(typed).replace(/\s+/gu, ' '))
    .pipe(z.string().max(max, 'tooLong'))
/** Each line is a paragraph. */
const paragraphs = z.string().default('').transform(tidyWords).pipe(z.string().max(20_000, 'tooLong'))

/** The words of a report; a part without any is left out on paper, unless it has a table. */
export const ReportText = z.object({
  title: line(200).pipe(z.string().min(1, 'required')),
  /** 發文字號, where it gets one. */
  number: line(60),
  addressee: line(200),
  overall: paragraphs,
  byUnit: paragraphs,
  bySitting: paragraphs,
  overdue: paragraphs,
  stopped: paragraphs,
  closing: paragraphs,
})
export type ReportText = z.output<typeof ReportText>
export const textFields = Object.keys(ReportText.shape) as (keyof ReportText)[]

export const MakeReportForm = z.object({
  bodyId: BodyId,
  /** Of one press of the button: made by the page. */
  onceKey: z.string().regex(/^[A-Za-z0-9_-]{8,80}$/),
})
export type MakeReportForm = z.output<typeof MakeReportForm>

export const EditReportForm = ReportText.extend({
  reportId: ReportId,
  /** Which version the editor had before them: another by now is a conflict. */
  version: z.coerce.number().int().min(1),
  /** Ticked where the words name a child and must (server/privacy/model.ts). */
  keep: z.preprocess((value) => value === '1' || value === true, z.boolean()).default(false),
})
export type EditReportForm = z.output<typeof EditReportForm>

export const reportFormats = ['docx', 'pdf'] as const
export type ReportFormat = (typeof reportFormats)[number]
export const ReportExport = z.object({ format: z.enum(reportFormats, 'unknown') })
