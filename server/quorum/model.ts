// Whether enough units of each kind are there (法定人數). Pure: who counts as present is the caller's to say, live from the
// seats or afterwards from the attendance that the secretary confirmed.
import { z } from 'zod'
import type { Quorum } from '@/server/bodies/contract'
import { UnitKind } from '@/server/units/contract'

/** One kind of unit: how many sit in the body, how many of them are there, how many must be. */
export const QuorumOfKind = z.object({
  kind: UnitKind,
  units: z.number().int(),
  present: z.number().int(),
  /** Null: the body asks nothing of this kind. */
  required: z.number().int().nullable(),
  isMet: z.boolean(),
})
export type QuorumOfKind = z.infer<typeof QuorumOfKind>

/** `none`: the body has set no quorum, and every sitting is one that can decide. */
export const QuorumState = z.object({
  state: z.enum(['none', 'met', 'missed']),
  /** Kinds with units or a rule, in the order of the five kinds. */
  kinds: z.array(QuorumOfKind),
  units: z.number().int(),
  present: z.number().int(),
})
export type QuorumState = z.infer<typeof QuorumState>

export type QuorumRules = Partial<Record<UnitKind, Quorum>>

/** Units, of so many. A share is rounded up: 2/3 of four units are three. */
export const requiredOf = (rule: Quorum, units: number): number =>
  'count' in rule ? rule.count : Math.ceil((units * rule.numerator) / rule.denominator)

/**
 * @param units those that sit in the body now; any other is not counted, and each of them once, whoever came for it
 * @param present ids of units somebody is there for, in any order, repeated or not
 */
export function quorumOf(
  units: readonly { id: string; kind: UnitKind }[],
  rules: QuorumRules,
  present: Iterable<string>,
): QuorumState {
  const here = new Set(present)
  const kinds = UnitKind.options.flatMap((kind): QuorumOfKind[] => {
    const ofKind = units.filter((unit) => unit.kind === kind)
    const rule = rules[kind]
    if (ofKind.length === 0 && rule === undefined) return []
    const count = ofKind.filter((unit) => here.has(unit.id)).length
    const required = rule === undefined ? null : requiredOf(rule, ofKind.length)
    return [{ kind, units: ofKind.length, present: count, required, isMet: required === null || count >= required }]
  })
  const hasRule = kinds.some(({ required }) => required !== null)
  return {
    state: !hasRule ? 'none' : kinds.every(({ isMet }) => isMet) ? 'met' : 'missed',
    kinds,
    units: units.length,
    present: kinds.reduce((sum, each) => sum + each.present, 0),
  }
}

type SeatFacts = {
  role: 'chair' | 'secretary' | 'speaker' | 'listener' | 'observer'
  admission: string
  bannedAt: Date | null
  unitId: string | null
}

/** Units for which somebody is in who may speak for them. Who only watches (列席) makes no unit present. */
export const presentUnits = (seats: readonly SeatFacts[]): string[] =>
  seats.flatMap(({ role, admission, bannedAt, unitId }) =>
    unitId !== null && admission === 'admitted' && bannedAt === null && role !== 'observer' ? [unitId] : [],
  )
