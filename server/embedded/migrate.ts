// Applies db/migrations under an advisory lock: of several nodes that start at once, one migrates and the others wait.
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate as apply } from 'drizzle-orm/postgres-js/migrator'
import type postgres from 'postgres'
import { connect } from '@/db/client'
import { StartError } from '@/server/env'

const lockKey = 7_301_000
const folder = () => join(process.cwd(), 'db/migrations')

/** @throws StartError where the database was made by a newer version, or refuses a change */
export async function migrate(url: string): Promise<void> {
  const { sql, db, end } = connect(url, { max: 1, name: 'lianxi migrate' })
  try {
    await sql`select pg_advisory_lock(${lockKey})`
    const newest = await newestApplied(sql)
    const known = readMigrationFiles({ migrationsFolder: folder() })
    // Drizzle orders by time and would silently run old code on a newer schema.
    if (newest !== null && newest > Math.max(...known.map(({ folderMillis }) => folderMillis))) {
      throw new StartError('This database was made by a newer version of this program; start that version instead.')
    }
    await apply(db, { migrationsFolder: folder() })
  } catch (error) {
    if (error instanceof StartError) throw error
    const cause = (error as Error).cause ?? error
    throw new StartError(`The database could not be brought up to date: ${(cause as Error).message.split('\n')[0]}.`)
  } finally {
    await end()
  }
}

/** How many migrations of this program the database lacks. */
export async function pendingMigrations(sql: postgres.Sql): Promise<number> {
  const newest = await newestApplied(sql)
  const known = readMigrationFiles({ migrationsFolder: folder() })
  return known.filter(({ folderMillis }) => newest === null || folderMillis > newest).length
}

async function newestApplied(sql: postgres.Sql): Promise<number | null> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`
  if (!table?.exists) return null
  const [row] = await sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`
  return row?.newest == null ? null : Number(row.newest)
}
