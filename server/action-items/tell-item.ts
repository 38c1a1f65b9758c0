// Who hears what of an item. Never the one who did it, and of a restricted item nobody who is not on its list (tell.ts).
import { and, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { units } from '@/db/schema/bodies'
import { meetings } from '@/db/schema/meetings'
import { actorRef, type Actor } from '@/server/access'
import type { NotificationDetail, NotificationKind } from '@/server/notifications/contract'
import { holdersOf, tellAll } from '@/server/notifications/tell'
import type { HeldItem } from './hold-item'
import { itemNumber, type Deed } from './model'

type ItemKind = Extract<NotificationKind, `item.${string}`>
/** `key`: which occasion of its kind; the same told twice is told once. */
type Words = Pick<NotificationDetail, 'text' | 'on' | 'choice'> & { key: string }

/** Those who speak for the lead unit, and who answers for the item. */
export async function tellLead(tx: Tx, actor: Actor, held: HeldItem, kind: ItemKind, words: Words, at: Date) {
  const { countyId, leadUnitId, ownerPersonId } = held.item
  const place = { countyId, bodyId: held.bodyId }
  const holders = leadUnitId === null ? [] : await holdersOf(tx, { ...place, unitId: leadUnitId }, at)
  await tell(tx, actor, held, kind, words, [...holders, ...(ownerPersonId === null ? [] : [ownerPersonId])], at)
}

/** Those who run the body: of an extension asked, of what was reported. */
export async function tellRunners(tx: Tx, actor: Actor, held: HeldItem, kind: ItemKind, words: Words, at: Date) {
  const offices = ['convenor', 'deputy-convenor', 'secretary'] as const
  const holders = await holdersOf(tx, { countyId: held.item.countyId, bodyId: held.bodyId, offices }, at)
  await tell(tx, actor, held, kind, words, holders, at)
}

export async function tellConvenors(tx: Tx, actor: Actor, held: HeldItem, words: Words, at: Date) {
  const offices = ['convenor'] as const
  const holders = await holdersOf(tx, { countyId: held.item.countyId, bodyId: held.bodyId, offices }, at)
  await tell(tx, actor, held, 'item.escalated', words, holders, at)
}

/** What the others learn of a step; that it began is no news. */
export async function tellOfStep(tx: Tx, actor: Actor, held: HeldItem, deed: Deed, remark: string, at: Date) {
  const words = { text: remark, key: `change:${held.item.lastSeq}` }
  if (deed === 'submit') await tellRunners(tx, actor, held, 'item.reported', words, at)
  if (deed === 'return' || deed === 'reopen') await tellLead(tx, actor, held, 'item.returned', words, at)
  if (deed === 'close') await tellLead(tx, actor, held, 'item.closed', words, at)
}

async function tell(
  tx: Tx,
  actor: Actor,
  { item }: HeldItem,
  kind: ItemKind,
  { key, ...words }: Words,
  personIds: Parameters<typeof tellAll>[2],
  at: Date,
): Promise<void> {
  const { countyId, id } = item
  const [meeting] = await tx
    .select({ issueNumber: meetings.issueNumber })
    .from(meetings)
    .where(and(eq(meetings.countyId, countyId), eq(meetings.id, item.meetingId)))
  const [unit] =
    item.leadUnitId === null
      ? []
      : await tx
          .select({ name: units.name })
          .from(units)
          .where(and(eq(units.countyId, countyId), eq(units.id, item.leadUnitId)))
  const detail = {
    title: item.title.slice(0, 400),
    number: itemNumber(meeting!.issueNumber, item.number),
    ...(unit && { unit: unit.name }),
    ...(actor.kind === 'person' && { person: actor.name }),
    ...(words.text && { text: words.text.slice(0, 2000) }),
    ...(words.on && { on: words.on }),
    ...(words.choice && { choice: words.choice }),
  }
  const me = actorRef(actor).id
  const others = personIds.filter((personId) => personId !== me)
  await tellAll(tx, { countyId, kind, thing: { kind: 'actionItem', id }, detail, key }, others, at)
}
