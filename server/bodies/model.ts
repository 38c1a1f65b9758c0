// Pure rules of terms, cadences and versions.
import { addDays } from '@/server/action-items/model'
import type { Office } from '@/server/access'
import type { UnitId } from '@/server/ids'
import type { UnitKind } from '@/server/rooms/contract'

/** Days before its last one from which a term is flagged. */
export const flagDays = 30

export type Term = { fromOn: string; untilOn: string | null; isEnded?: boolean }
export type TermState = 'coming' | 'running' | 'ending' | 'over'

/** Days of the county; the last one counts whole. */
export function termState({ fromOn, untilOn, isEnded = false }: Term, today: string): TermState {
  if (isEnded || (untilOn !== null && untilOn < today)) return 'over'
  if (fromOn > today) return 'coming'
  return untilOn !== null && untilOn <= addDays(today, flagDays) ? 'ending' : 'running'
}

export type Cadence = { every: number; unit: 'week' | 'month' }

/** The last day by which a series must have met again. A month after 31 January is the last day of February. */
export function nextDue(lastOn: string, { every, unit }: Cadence): string {
  if (unit === 'week') return addDays(lastOn, every * 7)
  const [year, month, day] = lastOn.split('-').map(Number) as [number, number, number]
  const lastOfMonth = new Date(Date.UTC(year, month + every, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + every, Math.min(day, lastOfMonth))).toISOString().slice(0, 10)
}

/** The version in force on a day: of those begun by then the newest. @param versions newest first */
export const inForce = <V extends { inForceFrom: string }>(versions: readonly V[], today: string): V | null =>
  versions.find((version) => version.inForceFrom <= today) ?? null

type Body<M, U> = { id: string; units: readonly (U & { members: readonly M[] })[] }

/** The members of a body whose term ends soon, soonest first. */
export function endingIn<
  M extends Term & { id: string; name: string; office: Office; isDisabled: boolean },
  U extends { id: UnitId; name: string; kind: UnitKind },
>(body: Body<M, U>, today: string) {
  return body.units
    .flatMap(({ members, ...unit }) =>
      members
        .filter((member) => !member.isDisabled && termState(member, today) === 'ending')
        .map(({ id, name, office, untilOn }) => ({
          membershipId: id,
          bodyId: body.id,
          name,
          office,
          unit: { id: unit.id, name: unit.name, kind: unit.kind },
          untilOn: untilOn!,
        })),
    )
    .sort((a, b) => a.untilOn.localeCompare(b.untilOn))
}
