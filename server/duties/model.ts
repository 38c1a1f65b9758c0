// What a press on a cell of the matrix means, and what changed between two forms of a duty. Pure.
import type { UnitId } from '@/server/ids'
import type { UnitKind } from '@/server/rooms/contract'
import type { ChangedField, DutyForm, Part } from './contract'

export type Parts<Id extends string = UnitId> = { leadUnitId: Id; assistingUnitIds: readonly Id[] }

export const partOf = (parts: Parts, unitId: string): Part =>
  parts.leadUnitId === unitId ? 'lead' : parts.assistingUnitIds.some((id) => id === unitId) ? 'assisting' : 'none'

/**
 * The parts after one unit was given one. A unit that takes the lead takes it from another, which goes on assisting.
 * @returns null where the lead would be left without a unit
 */
export function withPart<Id extends string>(parts: Parts<Id>, unitId: Id, part: Part): Parts<Id> | null {
  if (parts.leadUnitId === unitId) return part === 'lead' ? parts : null
  const others = parts.assistingUnitIds.filter((id) => id !== unitId)
  switch (part) {
    case 'none':
      return { ...parts, assistingUnitIds: others }
    case 'assisting':
      return { ...parts, assistingUnitIds: [...others, unitId] }
    case 'lead':
      return { leadUnitId: unitId, assistingUnitIds: [...others, parts.leadUnitId] }
  }
}

export type Change = { field: ChangedField; was: string; now: string }

/** The words of a duty, and its parts with units by their names: what the history compares. */
export type Facts = Omit<DutyForm, 'leadUnitId' | 'assistingUnitIds'> & { lead: string; assisting: readonly string[] }

/** One change a field, in the order of the form. Names of units stand in the order they are given. */
export function changesBetween(was: Facts, now: Facts): Change[] {
  const plain = (['title', 'content', 'law', 'article', 'fromOn', 'untilOn'] as const).map((field) => ({
    field,
    was: was[field] ?? '',
    now: now[field] ?? '',
  }))
  const parts: Change[] = [
    { field: 'lead', was: was.lead, now: now.lead },
    { field: 'assisting', was: was.assisting.join('\n'), now: now.assisting.join('\n') },
  ]
  return [...plain, ...parts].filter((change) => change.was !== change.now)
}

export type StarterDuty = { key: string; article: string; lead: UnitKind; leadHint?: RegExp; assisting: UnitKind[] }

/** The unit a starter duty is offered to: one whose name fits the hint, else the first of the kind, else the first. */
export function offerLead<U extends { id: string; name: string; kind: UnitKind }>(
  duty: StarterDuty,
  units: readonly U[],
): U | undefined {
  const kind = units.filter((unit) => unit.kind === duty.lead)
  return (duty.leadHint && units.find((unit) => duty.leadHint!.test(unit.name))) ?? kind[0] ?? units[0]
}
