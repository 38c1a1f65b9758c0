// Several nodes on one database: the part of the start that speaks of Redis. Without REDIS_URL none of it runs.
import type { Env } from '@/server/env'
import type { Editor } from './editor'
import { Nodes } from './nodes'
import { RedisLine } from './redis-line'
import type { Shutdown } from './shutdown'

export type HouseNodes = Nodes<Editor>

/** How long the start waits for Redis, so that the banner tells the usual case in one piece. */
const patienceMs = 2_000

/** Never fails for Redis' sake: the line is tried again for as long as the house stands. */
export async function bringUpNodes({ REDIS_URL }: Env, shutdown: Shutdown): Promise<HouseNodes | null> {
  if (!REDIS_URL) return null
  const line = new RedisLine(REDIS_URL)
  const nodes = new Nodes<Editor>(line)
  shutdown.later(
    'Redis',
    () => nodes.close(),
    () => nodes.kill(),
  )
  await line.firstTry(patienceMs)
  line.onChange = (state) => process.stdout.write(`  nodes      ${state}\n`)
  return nodes
}

/** What every node of one house must share, and here does not: told at the start, since each goes wrong in silence. */
export function notesOnNodes(env: Pick<Env, 'REDIS_URL' | 'DATABASE_URL' | 'AUTH_SECRET' | 'LIVEKIT_URL'>): string[] {
  if (!env.REDIS_URL) return []
  if (!env.DATABASE_URL)
    return ['REDIS_URL joins nodes of one DATABASE_URL; with a database of its own this one is alone']
  const notes = []
  if (!env.AUTH_SECRET) notes.push('AUTH_SECRET is not set: who signs in at another node is not signed in here')
  if (!env.LIVEKIT_URL) notes.push('LIVEKIT_URL is not set: people at different nodes do not see each other on video')
  return notes
}
