import { createHash } from 'node:crypto'
import { and, asc, between, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { countyDays } from '@/db/schema/series-rules'
import type { CountyId } from '@/server/ids'
import type { CountyDay } from './model'

export const readDays = (db: Db | Tx, countyId: CountyId, from: string, through: string): Promise<CountyDay[]> =>
  db
    .select({ day: countyDays.day, kind: countyDays.kind, name: countyDays.name })
    .from(countyDays)
    .where(and(eq(countyDays.countyId, countyId), between(countyDays.day, from, through)))
    .orderBy(asc(countyDays.day))

export const readYear = (db: Db | Tx, countyId: CountyId, year: string) =>
  readDays(db, countyId, `${year}-01-01`, `${year}-12-31`)

/** Names what stands in a year, so that of two who change it one is told. */
export const versionOf = (days: readonly CountyDay[]): string =>
  createHash('sha256')
    .update(JSON.stringify(days.map(({ day, kind, name }) => [day, kind, name])))
    .digest('base64url')
    .slice(0, 22)
