// What a spreadsheet of people may hold, and what is found in it. Everything here crosses from the reading thread to the
// database, or from there to the page.
import { z } from 'zod'
import { ImportBatchId } from '@/server/ids'
import { Office } from '@/server/people/contract'
import { UnitKind } from '@/server/rooms/contract'

/** Rows of people in one file; above it the file is refused before it is read in full. */
export const maxRows = 20_000

/** In the order of the template. */
export const columns = [
  'name',
  'userName',
  'email',
  'phone',
  'body',
  'unit',
  'kind',
  'office',
  'fromOn',
  'untilOn',
] as const
export type Column = (typeof columns)[number]
export const logins = ['userName', 'email', 'phone'] as const

/** Somebody in the file, told from others by any of the logins. `person` is the number of their first row. */
export const FilePerson = z.object({
  person: z.number().int(),
  name: z.string(),
  userName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
})
export type FilePerson = z.infer<typeof FilePerson>

/** An office a row gives. Body null: the county's only one; kind null: the unit must be known. */
export const FilePlace = z.object({
  row: z.number().int(),
  person: z.number().int(),
  body: z.string().nullable(),
  unit: z.string(),
  kind: UnitKind.nullable(),
  office: Office,
  fromOn: z.string(),
  untilOn: z.string().nullable(),
})
export type FilePlace = z.infer<typeof FilePlace>

/** Sentences: people-import.problems.<code>. */
export const problemCodes = [
  'required',
  'tooLong',
  'invalid',
  'formula',
  'formulaText',
  'email',
  'phone',
  'userName',
  'date',
  'beforeStart',
  'noLogin',
  'kindUnknown',
  'officeUnknown',
  'kindConflict',
  'otherName',
  'otherLogin',
  'twoPeople',
  'duplicate',
  // Found beside what the county has.
  'knownOtherName',
  'knownTwoPeople',
  'knownDisabled',
  'bodyUnknown',
  'bodyWhich',
  'bodyNotYours',
  'kindMissing',
  'kindDiffers',
  'unitDouble',
] as const
export const ProblemCode = z.enum(problemCodes)
export type ProblemCode = z.infer<typeof ProblemCode>

/** Row as the spreadsheet numbers it. `found` what stands there, `other` the row it clashes with. */
export const Problem = z.object({
  row: z.number().int(),
  column: z.enum(columns),
  code: ProblemCode,
  found: z.string().optional(),
  other: z.number().int().optional(),
})
export type Problem = z.infer<typeof Problem>

export const Counts = z.object({
  rows: z.number().int(),
  newPeople: z.number().int(),
  knownPeople: z.number().int(),
  newUnits: z.number().int(),
  newMemberships: z.number().int(),
  knownMemberships: z.number().int(),
})
export type Counts = z.infer<typeof Counts>

export const BatchParam = z.object({ id: ImportBatchId })
