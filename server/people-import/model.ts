// Rows of a spreadsheet → people and the offices they take, or what is wrong with which cell. Pure; runs in a thread of
// its own.
import type { z } from 'zod'
import type { Office } from '@/server/access'
import { OptionalEmail, OptionalPhone, OptionalUserName, PersonName } from '@/server/people/contract'
import type { UnitKind } from '@/server/rooms/contract'
import { FileRefused, isEmptyRow, plainText, plainWord, readDay, type Row } from '@/server/spreadsheets/model'
import {
  columns,
  logins,
  type Column,
  type FilePerson,
  type FilePlace,
  type Problem,
  type ProblemCode,
} from './contract'

export type Words = {
  headings: Readonly<Record<string, Column>>
  kinds: Readonly<Record<string, UnitKind>>
  offices: Readonly<Record<string, Office>>
}

export type Table = {
  rows: number
  people: FilePerson[]
  places: FilePlace[]
  problems: Problem[]
  /** Headings nobody knows: their columns are left out, and the preview says so. */
  ignored: string[]
}

type Places = Readonly<Partial<Record<Column, number>>>

/** The row of headings is looked for in the first ten: above it may stand a title. */
function findHeadings(rows: readonly Row[], words: Words): { at: number; places: Places; ignored: string[] } | null {
  for (const [at, { cells }] of rows.slice(0, 10).entries()) {
    const known = cells.map((cell) => (cell === null ? undefined : words.headings[plainWord(cell)]))
    if (!known.includes('name') || new Set(known.filter(Boolean)).size < 2) continue
    const double = columns.filter((column) => known.indexOf(column) !== known.lastIndexOf(column))
    if (double.length > 0) throw new FileRefused('doubleColumn', double)
    const places: Partial<Record<Column, number>> = {}
    for (const [index, column] of known.entries()) if (column) places[column] = index
    const ignored = cells.filter((cell, index) => cell && !known[index]).map((cell) => cell!.trim().slice(0, 40))
    return { at, places, ignored }
  }
  return null
}

/** Whether the headings are there: how an encoding is told to be the right one. */
export const hasHeadings = (rows: readonly Row[], words: Words): boolean => findHeadings(rows, words) !== null

/**
 * @param today first day of a term that names none
 * @throws FileRefused `empty`, `columns`, `doubleColumn`
 */
export function readTable(rows: readonly Row[], words: Words, today: string): Table {
  if (rows.every(isEmptyRow)) throw new FileRefused('empty')
  const head = findHeadings(rows, words)
  if (!head) throw new FileRefused('columns', ['name', 'phone'])
  const { places } = head
  const missing: Column[] = []
  if (logins.every((login) => places[login] === undefined)) missing.push('phone')
  if (places.unit !== undefined && places.office === undefined) missing.push('office')
  if (places.office !== undefined && places.unit === undefined) missing.push('unit')
  if (missing.length > 0) throw new FileRefused('columns', missing)
  const body = rows.slice(head.at + 1).filter((row) => !isEmptyRow(row))
  if (body.length === 0) throw new FileRefused('empty')
  const gathered = new Gathering()
  for (const row of body) gathered.add(readRow(row, places, words, today))
  const { people, places: offices, problems } = gathered.done()
  return { rows: body.length, people, places: offices, problems, ignored: head.ignored }
}

type Read = {
  row: number
  problems: Problem[]
  person: Omit<FilePerson, 'person'>
  place: Omit<FilePlace, 'row' | 'person'> | null
}

function readRow({ row, cells }: Row, places: Places, words: Words, today: string): Read {
  const problems: Problem[] = []
  const wrong = (column: Column, code: ProblemCode, found?: string) =>
    void problems.push({ row, column, code, ...(found ? { found: found.slice(0, 60) } : {}) })
  const textOf = (column: Column): string => {
    const cell = places[column] === undefined ? '' : cells[places[column]]
    if (cell === null) wrong(column, 'formula')
    const text = plainText(cell ?? '')
    // A plus begins a phone number; anywhere else such a sign begins a formula in the next program.
    if (column !== 'phone' && /^[=+\-@]/.test(text)) {
      wrong(column, 'formulaText', text)
      return ''
    }
    return text
  }
  /** What a field's own schema makes of it. */
  const read = <T>(column: Column, schema: z.ZodType<T>, otherwise: T): T => {
    const before = problems.length
    const text = textOf(column)
    if (problems.length > before) return otherwise
    const parsed = schema.safeParse(text)
    if (parsed.success) return parsed.data
    const message = parsed.error.issues[0]?.message ?? 'invalid'
    wrong(column, isCode(message) ? message : 'invalid', text)
    return otherwise
  }
  const person = {
    name: read('name', PersonName, ''),
    userName: read('userName', OptionalUserName, null),
    email: read('email', OptionalEmail, null),
    phone: read('phone', OptionalPhone, null),
  }
  // By its logins somebody is known again at the next import.
  if (problems.length === 0 && logins.every((login) => person[login] === null)) wrong('phone', 'noLogin')
  const place = readPlace(textOf, wrong, words, today)
  return { row, problems, person, place }
}

const asCodes: readonly string[] = ['required', 'tooLong', 'invalid', 'email', 'phone', 'userName']
const isCode = (message: string): message is ProblemCode => asCodes.includes(message)

function readPlace(
  textOf: (column: Column) => string,
  wrong: (column: Column, code: ProblemCode, found?: string) => void,
  words: Words,
  today: string,
): Read['place'] {
  const [body, unit, kindText, officeText] = [textOf('body'), textOf('unit'), textOf('kind'), textOf('office')].map(
    (text) => text.normalize('NFC').replace(/\s+/gu, ' '),
  ) as [string, string, string, string]
  const fromText = textOf('fromOn')
  const untilText = textOf('untilOn')
  if (unit === '' && officeText === '') {
    // A term or a kind of nothing was meant for something.
    if (body || kindText || fromText || untilText) wrong('unit', 'required')
    return null
  }
  if (unit === '') wrong('unit', 'required')
  if (officeText === '') wrong('office', 'required')
  if (unit.length > 120) wrong('unit', 'tooLong', unit)
  const kind = kindText === '' ? null : words.kinds[plainWord(kindText)]
  if (kind === undefined) wrong('kind', 'kindUnknown', kindText)
  const office = words.offices[plainWord(officeText)]
  if (officeText !== '' && office === undefined) wrong('office', 'officeUnknown', officeText)
  const fromOn = fromText === '' ? today : readDay(fromText)
  if (fromOn === null) wrong('fromOn', 'date', fromText)
  const untilOn = untilText === '' ? null : readDay(untilText)
  if (untilText !== '' && untilOn === null) wrong('untilOn', 'date', untilText)
  if (fromOn !== null && untilOn !== null && untilOn < fromOn) wrong('untilOn', 'beforeStart', untilText)
  if (!office || fromOn === null) return null
  return { body: body || null, unit, kind: kind ?? null, office, fromOn, untilOn }
}

/** Rows come together: who is the same person, which offices are given twice, what a unit is. */
class Gathering {
  private readonly problems: Problem[] = []
  private readonly people = new Map<number, FilePerson>()
  private readonly byLogin = new Map<string, number>()
  private readonly places: FilePlace[] = []
  private readonly seen = new Map<string, number>()
  private readonly kinds = new Map<string, { kind: UnitKind; row: number }>()

  add({ row, problems, person, place }: Read): void {
    this.problems.push(...problems)
    if (problems.length > 0) return
    const id = this.personOf(row, person)
    if (id === null) return
    if (place?.kind) {
      const known = this.kinds.get(place.unit)
      if (known && known.kind !== place.kind) return this.wrong(row, 'kind', 'kindConflict', place.unit, known.row)
      if (!known) this.kinds.set(place.unit, { kind: place.kind, row })
    }
    const key = JSON.stringify(place ? [id, place.body, place.unit, place.office] : [id])
    const before = this.seen.get(key) ?? (place ? undefined : this.seen.get(`${id}`))
    if (before !== undefined) return this.wrong(row, 'name', 'duplicate', person.name, before)
    this.seen.set(key, row)
    if (!this.seen.has(`${id}`)) this.seen.set(`${id}`, row)
    if (place) this.places.push({ row, person: id, ...place })
  }

  done(): Pick<Table, 'people' | 'places' | 'problems'> {
    return {
      people: [...this.people.values()],
      places: this.places.map((place) => ({ ...place, kind: place.kind ?? this.kinds.get(place.unit)?.kind ?? null })),
      problems: this.problems,
    }
  }

  /** The person of a row: known by a login from a row above, or new. Null where the two do not fit. */
  private personOf(row: number, person: Omit<FilePerson, 'person'>): number | null {
    const given = logins.filter((login) => person[login] !== null)
    const met = [...new Set(given.map((login) => this.byLogin.get(person[login]!)).filter((id) => id !== undefined))]
    if (met.length > 1) return (this.wrong(row, given[0]!, 'twoPeople', person[given[0]!]!, met[1]!), null)
    const known = met[0] === undefined ? undefined : this.people.get(met[0])
    if (known) {
      if (known.name !== person.name) return (this.wrong(row, 'name', 'otherName', known.name, known.person), null)
      const other = given.find((login) => known[login] !== null && known[login] !== person[login])
      if (other) return (this.wrong(row, other, 'otherLogin', known[other]!, known.person), null)
    }
    const whole: FilePerson = known ?? { person: row, ...person }
    for (const login of given) {
      whole[login] = person[login]
      this.byLogin.set(person[login]!, whole.person)
    }
    this.people.set(whole.person, whole)
    return whole.person
  }

  private wrong(row: number, column: Column, code: ProblemCode, found: string, other: number): void {
    this.problems.push({ row, column, code, found: found.slice(0, 60), other })
  }
}
