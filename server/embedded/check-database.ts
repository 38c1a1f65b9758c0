// Whether DATABASE_URL leads to a database that can be used, before anything else is started.
import { connect } from '@/db/client'
import { StartError } from '@/server/env'

const oldestVersion = 140000 // what pg-boss and the migrations ask for

/** Names that tell an operator more than a code does. */
const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host’s name cannot be resolved',
  CONNECT_TIMEOUT: 'no answer within ten seconds',
  '28P01': 'the password is wrong',
  '28000': 'the account is refused',
  '3D000': 'there is no such database',
}

/** @throws StartError in one line, without the password */
export async function checkDatabase(url: string): Promise<void> {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const where = `${searchParams.get('host') ?? `${hostname || 'localhost'}:${port || 5432}`}${pathname}`
  const { sql, end } = connect(url, { max: 1, name: 'lianxi start' })
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby`
    const facts = row as { version: number; encoding: string; standby: boolean }
    if (facts.version < oldestVersion)
      throw new StartError(
        `DATABASE_URL: ${where} is PostgreSQL ${Math.floor(facts.version / 10_000)}; accepted: 14 or newer.`,
      )
    if (facts.encoding !== 'UTF8')
      throw new StartError(`DATABASE_URL: ${where} has the encoding ${facts.encoding}; accepted: UTF8.`)
    if (facts.standby)
      throw new StartError(`DATABASE_URL: ${where} is a standby that takes no writes; accepted: its primary.`)
  } catch (error) {
    if (error instanceof StartError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const why = (code && reasons[code]) ?? code ?? message.split('\n')[0]
    throw new StartError(`DATABASE_URL: no connection to ${where}: ${why}.`)
  } finally {
    await end()
  }
}
