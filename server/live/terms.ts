// Terms end by the clock, without anybody's command: this looks for it in the running process. A beat asks no database; it
// notices that a county's day is over, and then whoever's last day it was is asked again everywhere, and seats in rooms
// follow. Every node does it: what one has done under the room's lock, the next finds done.
import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { notify } from '@/server/bus'
import { clock } from '@/server/clock'
import { CountyId, PersonId } from '@/server/ids'
import { log } from '@/server/log'
import { dayIn } from '@/server/people/read-person'
import { followClock } from '@/server/rooms/follow-record'

/** Milliseconds. A right ends within a second of the term (DECISIONS 17). */
const beatMs = 250
/** Also without a change of day: for what a killed server left, and for time zones that changed. */
const sweepMs = 30_000

export function watchTerms(db: Db): { stop(): Promise<void> } {
  let zones: string[] = []
  let days = ''
  let lookedAt: Date | null = null
  let sweepAt = 0
  let running: Promise<void> | null = null

  const daysNow = (at: Date) => zones.map((zone) => dayIn(zone, at)).join(' ')
  const look = async (at: Date) => {
    zones = (await db.selectDistinct({ zone: counties.timeZone }).from(counties)).map(({ zone }) => zone)
    if (lookedAt !== null) await askThoseWhoseTermEnded(db, lookedAt, at)
    await followClock(db, at)
    // Only now: what failed is tried again at the next beat.
    lookedAt = at
    days = daysNow(at)
    sweepAt = performance.now() + sweepMs
  }
  const beat = () => {
    const at = clock.now()
    if (running || (performance.now() < sweepAt && daysNow(at) === days)) return
    running = look(at)
      .catch((error: unknown) => log.warn({ error: String(error) }, 'terms: not looked at'))
      .finally(() => (running = null))
  }
  const timer = setInterval(beat, beatMs)
  timer.unref()
  beat()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** Pages ask at every request; open editors and sockets only when told. */
async function askThoseWhoseTermEnded(db: Db, since: Date, at: Date): Promise<void> {
  const day = (when: Date) => sql`(${when.toISOString()}::timestamptz at time zone c.time_zone)::date`
  const ended = sql`t.until_on >= ${day(since)} and t.until_on < ${day(at)} and t.county_id = c.id`
  const rows = await db.execute(sql`
    select t.county_id as "countyId", t.person_id as "personId" from counties c, memberships t where ${ended}
    union select t.county_id, t.person_id from counties c, deputies t where ${ended}
    union select t.county_id, d.person_id from counties c, memberships t
      join deputies d on d.county_id = t.county_id and d.membership_id = t.id where ${ended}`)
  for (const row of rows)
    await notify(db, {
      kind: 'access',
      countyId: CountyId.parse(row.countyId),
      personId: PersonId.parse(row.personId),
    })
}
