// The shape of a line of the inventory.
import { sql, type SQL } from 'drizzle-orm'
import { seats } from '@/db/schema/rooms'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { CountyId, PersonId } from '@/server/ids'
import type { Group } from './contract'

/**
 * id: names the person, and means nothing without the row it points at. self: about the person, given to them. secret: about
 * the person and of no use but to break in, never given. shared: words of several people, which the house cannot take apart.
 * plain: about nobody.
 */
export type Kind = 'id' | 'self' | 'secret' | 'shared' | 'plain'
export type Who = { countyId: CountyId; personId: PersonId }

/** What erasing a person does to their rows. */
export type Erasing =
  | { do: 'delete' }
  | { do: 'set'; values: (neutral: { name: string; at: Date; today: string }) => Record<string, unknown> }
  /** Stays, because nothing in it says who it was once the person's row says so no more. */
  | { do: 'keep' }

export type Entry = {
  table: PgTable
  columns: Readonly<Record<string, Kind>>
  /** Null: about nobody. */
  group: Group | null
  /** The rows of one person; null where the house cannot tell. */
  own: ((who: Who) => SQL) | null
  erasing: Erasing
}

export const remove = { do: 'delete' } as const

/** The seats somebody holds: what hangs on a seat is its person's. */
export const mySeats = ({ countyId, personId }: Who): SQL =>
  sql`(select ${seats.id} from ${seats} where ${seats.countyId} = ${countyId} and ${seats.personId} = ${personId})`

type Columns<T extends PgTable> = keyof T['_']['columns'] & string

export function entry<T extends PgTable>(
  table: T,
  columns: Partial<Record<Kind, readonly Columns<T>[]>>,
  about: Pick<Entry, 'group'> & Partial<Pick<Entry, 'own' | 'erasing'>>,
): Entry {
  const kinds = Object.entries(columns) as [Kind, readonly string[]][]
  const listed = Object.fromEntries(kinds.flatMap(([kind, names]) => names.map((name) => [name, kind])))
  return { table, columns: listed, own: null, erasing: { do: 'keep' }, ...about }
}

/** For a table that is about nobody. Its columns are written out all the same: the next one may be about somebody. */
export const nobody = <T extends PgTable>(table: T, plain: readonly Columns<T>[]): Entry =>
  entry(table, { plain }, { group: null })
