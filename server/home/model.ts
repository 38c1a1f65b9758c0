// What to do first: three things at most, each with its reason in words; nothing where nothing presses. Pure.
import { daysBetween } from '@/server/action-items/model'
import type { Await, FirstThing, Reason } from './contract'

const mostFirst = 3
/** Days ahead that press, and days after which somebody else's waiting does. */
const soonDays = 3
const patienceDays = 3

/** Kinds where others stand still until it is done. */
const holdsUpOthers: readonly Await['kind'][] = ['verify', 'extension', 'confirm', 'sign', 'reply', 'vote']

function reasonFor(thing: Await, today: string): Reason | null {
  const left = thing.until === null ? null : daysBetween(today, thing.until)
  if (left !== null && left < 0 && thing.kind !== 'verify') return { why: 'late', days: -left }
  if (left === 0) return { why: 'today', days: 0 }
  if (thing.kind === 'hand-over') return { why: 'unled', days: 0 }
  const waited = daysBetween(thing.since, today)
  if (holdsUpOthers.includes(thing.kind) && waited >= patienceDays) return { why: 'waiting', days: waited }
  if (left !== null && left > 0 && left <= soonDays) return { why: 'soon', days: left }
  return null
}

const order: readonly Reason['why'][] = ['today', 'late', 'unled', 'waiting', 'soon']

/** Today's last chance before what is late already: the one can still be kept. Then who waits longest, then what is nearest. */
export function firstThings(things: readonly Await[], today: string): FirstThing[] {
  return things
    .flatMap((thing) => {
      const reason = reasonFor(thing, today)
      return reason === null ? [] : [{ thing, reason }]
    })
    .sort(
      (a, b) =>
        order.indexOf(a.reason.why) - order.indexOf(b.reason.why) ||
        (a.reason.why === 'soon' ? a.reason.days - b.reason.days : b.reason.days - a.reason.days) ||
        (a.thing.key < b.thing.key ? -1 : 1),
    )
    .slice(0, mostFirst)
}

/** Nearest day first; what has none comes last, the oldest of it first. */
export const inOrder = (things: readonly Await[]): Await[] =>
  [...things].sort(
    (a, b) =>
      (a.until ?? '9999').localeCompare(b.until ?? '9999') ||
      a.since.localeCompare(b.since) ||
      (a.key < b.key ? -1 : 1),
  )
