// What a ledger kept in a spreadsheet may hold, and what is found in it. Everything here crosses from the reading thread to
// the database, or from there to the page.
import { z } from 'zod'
import { ActionItemState, Priority } from '@/server/action-items/contract'
import { BodyId, LedgerImportId } from '@/server/ids'

/** Rows of items in one file. */
export const maxRows = 2000
/** Items shown of a preview. */
export const mostShown = 100

/** In the order of the template; what a county's office keeps (research/governance §5.2) and what items need besides. */
export const columns = [
  'order',
  'number',
  'source',
  'task',
  'deliverable',
  'lead',
  'assisting',
  'owner',
  'due',
  'latest',
  'percent',
  'state',
  'priority',
  'tags',
  'parent',
  'notes',
] as const
export type Column = (typeof columns)[number]

/** Columns of a ledger that the house works out by itself, from offices, files, days and history: read past, and told. */
export const derivedColumns = ['leader', 'evidence', 'warning', 'verified'] as const
export const Heading = z.enum([...columns, ...derivedColumns])
export type Heading = z.infer<typeof Heading>

/** States in which an item may come in. What waits for verification was reported by somebody, and here nobody knows by whom. */
export const ImportState = ActionItemState.exclude(['toVerify'])
export type ImportState = z.infer<typeof ImportState>

/** One row of the file. Units are still words: which units of the body they are is found beside it (plan.ts). */
export const FileItem = z.object({
  row: z.number().int(),
  title: z.string(),
  deliverable: z.string(),
  lead: z.string(),
  assisting: z.string(),
  owner: z.string(),
  dueOn: z.string().nullable(),
  state: ImportState,
  percent: z.number().int(),
  priority: Priority,
  tags: z.array(z.string()),
  /** Progress and notes as they stood in the file. */
  remark: z.string(),
  /** Where the file says it comes from, and its number there. */
  source: z.string(),
  number: z.string(),
  /** The row it is a part of. */
  parentRow: z.number().int().nullable(),
})
export type FileItem = z.infer<typeof FileItem>

/** Sentences: ledger-import.problems.<code>. */
export const problemCodes = [
  'required',
  'tooLong',
  'formula',
  'formulaText',
  'idNumber',
  'childName',
  'date',
  'percent',
  'stateUnknown',
  'stateLate',
  'stateToVerify',
  'priorityUnknown',
  'tags',
  'joined',
  'joinedTask',
  'parentUnknown',
  'parentWhich',
  'parentCycle',
  'parentDeep',
  'parentClosed',
  'duplicate',
  // Found beside what the body has, and the day it is.
  'unitUnknown',
  'unitDouble',
  'leadTwo',
  'sameAsLead',
  'duePast',
  'dueTooFar',
  'dueTooEarly',
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

/** A row that seems to be in the ledger already: it is left out. `number` as the ledger has it, 7-03. */
export const Known = z.object({ row: z.number().int(), title: z.string(), number: z.string() })
export type Known = z.infer<typeof Known>

export const Understood = z.object({
  /** Which row of the sheet was taken for the headings. */
  headRow: z.number().int(),
  columns: z.array(z.object({ heading: z.string(), column: Heading })),
  /** Headings nobody knows: their columns are left out. */
  ignored: z.array(z.string()),
  /** Rows that are no items: a heading over a group, a row with nothing but its number. */
  skipped: z.array(z.object({ row: z.number().int(), text: z.string() })),
})
export type Understood = z.infer<typeof Understood>

export const Findings = z.object({
  understood: Understood,
  problems: z.array(Problem),
  known: z.array(Known),
})
export type Findings = z.infer<typeof Findings>

export const Counts = z.object({
  rows: z.number().int(),
  newItems: z.number().int(),
  knownItems: z.number().int(),
  /** Of the new ones. */
  closed: z.number().int(),
})
export type Counts = z.infer<typeof Counts>

export const UploadForm = z.object({ bodyId: BodyId })
export const ImportParam = z.object({ id: LedgerImportId })
export const TakeBackForm = z.object({ id: LedgerImportId })
