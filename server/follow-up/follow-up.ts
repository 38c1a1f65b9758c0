// What time asks of open items, looked at every few minutes: warnings, slips by rule, word to the convenor. Each is one row in
// the item's history under a key of its own, made under the item's row lock together with what people are told: a house that
// dies in the middle, or two nodes at once, leave each made once or not yet.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { actionItemChanges, actionItems } from '@/db/schema/action-items'
import { counties } from '@/db/schema/counties'
import { followRules } from '@/db/schema/follow-up'
import { meetings } from '@/db/schema/meetings'
import { chaseHeld } from '@/server/action-items/chase'
import { appendChange, holdItem, isKnown } from '@/server/action-items/hold-item'
import { tellConvenors, tellLead } from '@/server/action-items/tell-item'
import { AppError } from '@/server/errors'
import { recordEvent } from '@/server/events/record'
import type { ActionItemId, BodyId, CountyId } from '@/server/ids'
import { log } from '@/server/log'
import { dayIn } from '@/server/people/read-person'
import { usualRules, type FollowRules } from './contract'
import { promptsFor, type Prompt } from './model'

/** Minutes between two looks. */
export const followEvery = 5

const working = ['todo', 'doing'] as const
const furthest = 90

/** @returns how many prompts were made */
export async function followUp(db: Db, at: Date): Promise<number> {
  let made = 0
  for (const county of await db.select({ id: counties.id, zone: counties.timeZone }).from(counties)) {
    const today = dayIn(county.zone, at)
    for (const { id, bodyId, dueOn, keys, rules } of await candidates(db, county.id, today)) {
      const due = promptsFor(dueOn, today, rules).filter((prompt) => !keys.includes(prompt.key))
      for (const prompt of due) {
        try {
          if (await prompted(db, { countyId: county.id, id, bodyId, dueOn }, prompt, at)) made++
        } catch (error) {
          // One item that fails holds up no other; it is tried again at the next look.
          log.error({ err: error, actionItemId: id, prompt: prompt.what }, 'follow-up: a prompt failed')
        }
      }
    }
  }
  return made
}

type Candidate = { id: ActionItemId; bodyId: BodyId; dueOn: string; keys: string[]; rules: FollowRules }

async function candidates(db: Db, countyId: CountyId, today: string): Promise<Candidate[]> {
  const rows = await db
    .select({
      id: actionItems.id,
      bodyId: meetings.bodyId,
      dueOn: actionItems.dueOn,
      rules: {
        blueDays: followRules.blueDays,
        yellowDays: followRules.yellowDays,
        chaseDays: followRules.chaseDays,
        escalateDays: followRules.escalateDays,
      },
      isOwn: sql<boolean>`${followRules.bodyId} is not null`,
      keys: sql<string[]>`coalesce((select array_agg(c.once_key) from ${actionItemChanges} c
        where c.county_id = ${actionItems.countyId} and c.action_item_id = ${actionItems.id} and c.via = 'rule'
        and c.once_key is not null), '{}')`,
    })
    .from(actionItems)
    .innerJoin(meetings, and(eq(meetings.countyId, actionItems.countyId), eq(meetings.id, actionItems.meetingId)))
    .leftJoin(followRules, and(eq(followRules.countyId, meetings.countyId), eq(followRules.bodyId, meetings.bodyId)))
    .where(
      and(
        eq(actionItems.countyId, countyId),
        inArray(actionItems.state, [...working]),
        isNull(actionItems.withdrawnAt),
        sql`${actionItems.dueOn} <= ${today}::date + ${furthest}::int`,
      ),
    )
  return rows.map(({ isOwn, rules, dueOn, ...row }) => ({
    ...row,
    dueOn: dueOn!,
    rules: isOwn ? (rules as FollowRules) : usualRules,
  }))
}

const system = { kind: 'system' } as const

async function prompted(
  db: Db,
  { countyId, id, dueOn }: { countyId: CountyId; id: ActionItemId; bodyId: BodyId; dueOn: string },
  { what, key }: Prompt,
  at: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const held = await holdItem(tx, system, countyId, id).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return null
      throw error
    })
    // Reported, closed, extended or done by another node since it was looked for.
    if (!held || held.item.state === 'toVerify' || held.item.dueOn !== dueOn) return false
    if (!(working as readonly string[]).includes(held.item.state) || (await isKnown(tx, held, key))) return false
    const detail = { due: dueOn, what }
    if (what === 'chase' || what === 'overdue') {
      await chaseHeld(tx, system, held, { word: '', onceKey: key, via: 'rule' }, at)
    } else {
      const kind = what === 'escalate' ? 'escalated' : 'warned'
      await appendChange(tx, system, held, { kind, detail, onceKey: key, via: 'rule' }, at)
      if (what === 'escalate') await tellConvenors(tx, system, held, { on: dueOn, key }, at)
      else await tellLead(tx, system, held, 'item.warning', { on: dueOn, choice: what, key }, at)
    }
    await recordEvent(tx, countyId, system, { verb: 'action-item.prompt', thingId: id, detail: { what } }, at)
    return true
  })
}
