// What every import of a spreadsheet has in common. Everything here crosses to the page.
import { z } from 'zod'

/** Bytes of an upload, and of a workbook when it is unpacked. */
export const maxBytes = 5 << 20
export const maxUnpackedBytes = 96 << 20
/** Problems kept for the page; the count is of all. */
export const maxProblems = 500
export const keptHours = 24

/** Why a whole file is refused. Each import has its own sentences: <noun>.refusals.<reason>. */
export const refusals = [
  'empty',
  'type',
  'macros',
  'oldWorkbook',
  'encoding',
  'tooManyRows',
  'tooLarge',
  'tooLargeUnpacked',
  'damaged',
  'columns',
  'doubleColumn',
  'tooSlow',
] as const
export type Refusal = (typeof refusals)[number]

export const TemplateQuery = z.object({ format: z.enum(['csv', 'xlsx']) })

/** One line of the answer while a file is read or stored. */
export const ProgressLine = z.union([
  z.object({ done: z.number(), total: z.number() }),
  z.object({ href: z.string() }),
  z.object({ code: z.string(), fields: z.record(z.string(), z.string()) }),
])
export type ProgressLine = z.infer<typeof ProgressLine>
