// The ways into the demo county, for the terminal. Loads it into an empty house first. Sign-in links work once, so every
// start prints fresh ones; the parent's link is made again too, since only its hash was kept.
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { meetings } from '@/db/schema/meetings'
import { people } from '@/db/schema/people'
import { seats } from '@/db/schema/rooms'
import { isEmpty } from '@/server/setup/read'
import { translator } from '@/server/messages'
import { makeAccountLink } from '@/server/people/make-account-link'
import type { Locale } from '@/server/preferences/model'
import { makeSeatLink } from '@/server/rooms/make-seat-link'
import { loadDemo } from './load'

const operator = { kind: 'operator' } as const
const roles = ['convenor', 'secretary', 'liaison'] as const

/** Lines for the terminal, in English like the rest of it. @param locale of a demo that is not made yet */
export async function demoLinks(db: Db, origin: string, at: Date, locale: Locale = 'zh-Hans'): Promise<string[]> {
  if (await isEmpty(db)) await loadDemo({ db }, { locale, at })
  const [county] = await db.select().from(counties).where(eq(counties.isDemo, true)).limit(1)
  if (!county) return ['  The demo was not opened: this data folder holds a real county. Give another DATA_DIR.']
  const lines = [`  ${county.name}. Each sign-in link works once; a restart prints new ones.`]
  const t = translator(county.locale, 'demo')
  for (const role of roles) {
    const [person] = await db
      .select({ id: people.id, name: people.name })
      .from(people)
      .where(and(eq(people.countyId, county.id), eq(people.userName, `demo.${role}`), isNull(people.disabledAt)))
    if (!person) continue
    const link = await makeAccountLink(db, operator, county.id, person.id, 'sign-in', at)
    lines.push(`  ${role.padEnd(10)} ${origin}${link.path}   ${person.name}`)
  }
  const [live] = await db
    .select({ id: meetings.id, joinCode: meetings.joinCode, endsAt: meetings.endsAt })
    .from(meetings)
    .where(and(eq(meetings.countyId, county.id), eq(meetings.state, 'live')))
    .orderBy(desc(meetings.startsAt))
    .limit(1)
  if (!live) return [...lines, '  No sitting is live any more: the secretary can plan and open another.']
  const [guest] = await db
    .select({ id: seats.id })
    .from(seats)
    .where(and(eq(seats.countyId, county.id), eq(seats.meetingId, live.id), eq(seats.name, t('people.parentGuest'))))
  if (guest) {
    // A demo opened weeks ago still has its live sitting: the link must not have ended with its planned day.
    const expiresAt = new Date(Math.max(at.getTime(), live.endsAt.getTime()) + 30 * 86_400_000)
    const link = await makeSeatLink(db, operator, { meetingId: live.id, seat: guest.id, expiresAt }, at)
    lines.push(`  ${'parent'.padEnd(10)} ${origin}${link.path}   ${t('people.parentGuest')}`)
  }
  lines.push(`  ${'anybody'.padEnd(10)} ${origin}/join/${live.joinCode}`)
  return lines
}
