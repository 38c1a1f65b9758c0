// What awaits one person, from every noun that may ask something of them. A noun adds its query here, one line; each asks
// for itself who may see what.
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { itemsAwaiting } from '@/server/action-items/awaits'
import { repliesAwaiting } from '@/server/notices/awaits'
import { minutesAwaiting } from '@/server/signing/awaits'
import { votesAwaiting } from '@/server/votes/awaits'
import type { Await } from './contract'
import { firstThings, inOrder } from './model'

export type AwaitQuery = (
  db: Db,
  actor: PersonActor,
  now: { today: string; timeZone: string; at: Date },
) => Promise<Await[]>

const queries: readonly AwaitQuery[] = [itemsAwaiting, repliesAwaiting, minutesAwaiting, votesAwaiting]

export async function readAwaits(db: Db, actor: PersonActor, now: { today: string; timeZone: string; at: Date }) {
  const all = inOrder((await Promise.all(queries.map((query) => query(db, actor, now)))).flat())
  return { all, first: firstThings(all, now.today) }
}
