// The next sitting has its notice out, and some have answered: by themselves, by a colleague, by a proxy. The one after it is
// still to be written, so that somebody who looks around can send one.
import { and, eq } from 'drizzle-orm'
import { memberships } from '@/db/schema/bodies'
import type { MeetingId } from '@/server/ids'
import type { Answer } from '@/server/notices/contract'
import { reply } from '@/server/notices/reply'
import { sendNotice } from '@/server/notices/send-notice'
import type { PersonKey } from './cast'
import type { Stage } from './stage'

const answers: readonly (readonly [PersonKey, Answer, string])[] = [
  ['convenor', 'attend', ''],
  ['police', 'attend', ''],
  ['health', 'decline', ''],
  ['culture', 'attend', ''],
  ['women', 'attend', ''],
  ['middle', 'proxy', 'notices.proxy'],
  ['parents', 'attend', ''],
  ['library', 'decline', ''],
]

export async function sendNotices(stage: Stage, meetingId: MeetingId): Promise<void> {
  const { db, at, say } = stage
  const secretary = await stage.as('secretary', at)
  const greeting = say('notices.greeting')
  await sendNotice(db, secretary, { meetingId, greeting, unitIds: Object.values(stage.units) }, at)
  for (const [key, answer, proxy] of answers) {
    const actor = await stage.as(key, at)
    const [place] = await db
      .select({ id: memberships.id })
      .from(memberships)
      .where(and(eq(memberships.countyId, stage.countyId), eq(memberships.personId, actor.personId)))
    const input = { meetingId, membershipId: place!.id, answer, note: '', proxyName: proxy && say(proxy) }
    await reply(db, { via: 'app', actor }, input, at)
  }
}
