// The one way to Postgres. Everything that talks to the database takes a `Db` (or a transaction of it) as a parameter.
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as actionItems from './schema/action-items'
import * as attendance from './schema/attendance'
import * as bodies from './schema/bodies'
import * as bodyRules from './schema/body-rules'
import * as counties from './schema/counties'
import * as duties from './schema/duties'
import * as events from './schema/events'
import * as floor from './schema/floor'
import * as importBatches from './schema/import-batches'
import * as ledgerImports from './schema/ledger-imports'
import * as ledgerViews from './schema/ledger-views'
import * as meetings from './schema/meetings'
import * as minutes from './schema/minutes'
import * as notices from './schema/notices'
import * as notifications from './schema/notifications'
import * as people from './schema/people'
import * as register from './schema/register'
import * as files from './schema/files'
import * as followUp from './schema/follow-up'
import * as privacy from './schema/privacy'
import * as search from './schema/search'
import * as reports from './schema/reports'
import * as rooms from './schema/rooms'
import * as seriesRules from './schema/series-rules'
import * as signing from './schema/signing'
import * as terms from './schema/terms'
import * as security from './schema/security'
import * as topicChanges from './schema/topic-changes'
import * as topics from './schema/topics'
import * as votes from './schema/votes'
import * as webhooks from './schema/webhooks'

export const schema = {
  ...counties,
  ...people,
  ...security,
  ...bodies,
  ...bodyRules,
  ...terms,
  ...topics,
  ...topicChanges,
  ...meetings,
  ...seriesRules,
  ...reports,
  ...rooms,
  ...attendance,
  ...floor,
  ...register,
  ...minutes,
  ...actionItems,
  ...ledgerImports,
  ...ledgerViews,
  ...signing,
  ...duties,
  ...importBatches,
  ...events,
  ...files,
  ...followUp,
  ...privacy,
  ...votes,
  ...notifications,
  ...notices,
  ...search,
  ...webhooks,
}

export type Db = PostgresJsDatabase<typeof schema>
/** A transaction; every function that takes a Db takes one too. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

export type Connection = { sql: postgres.Sql; db: Db; end(): Promise<void> }

/** Seconds before the next try to connect. The driver's own goes up to 20: so long nothing would be saved after an outage. */
const backoff = (retries: number) => Math.min(0.05 * 2 ** Math.min(retries, 5), 1) * (0.5 + Math.random() / 2)

/** Opens a pool of at most `max` connections. Lazy: the first query connects, so a wrong URL shows there. */
export function connect(url: string, { max = 10, name = 'lianxi' }: { max?: number; name?: string } = {}): Connection {
  // A unix socket stands in ?host=, the form libpq and pg-boss read too; postgres.js wants it as an option.
  const address = new URL(url)
  const socket = address.searchParams.get('host')
  address.searchParams.delete('host')
  const sql = postgres(address.href, {
    ...(socket === null ? {} : { host: socket }),
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    backoff,
    onnotice: () => {},
    connection: { application_name: name },
  })
  return { sql, db: drizzle(sql, { schema }), end: () => sql.end({ timeout: 5 }) }
}
