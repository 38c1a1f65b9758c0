// Column shapes that every table shares. Every row of a county carries its county_id, and every key between rows of a
// county is composite, so that the database itself refuses a reference across counties.
import { bigint, customType, integer, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { CountyId } from '@/server/ids'

/** Bytes. postgres.js hands and takes Buffers. */
export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
})

export const countyId = () => uuid('county_id').$type<CountyId>().notNull()
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
export const big = (name: string) => bigint(name, { mode: 'number' })
export const ref = <T extends string>(name: string) => uuid(name).$type<T>()
export { integer, text, uuid }
