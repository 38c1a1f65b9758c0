import { useTranslations } from 'next-intl'
import { ActionItemState, type LedgerGroup, type SittingTally, type Tally } from '@/server/action-items/contract'
import { UnitKind } from '@/server/rooms/contract'
import { addressOf } from './ledger-address'
import { sumOf } from './ledger-sums'
import { NumberTable, type NumberRow } from './number-table'

type Props = { group: LedgerGroup; tallies: readonly Tally[]; sittings: readonly SittingTally[] }

/** The ledger by unit, kind or sitting, in the order of the offices: how many are where, each leading to its rows. */
export function LedgerGroups({ group, tallies, sittings }: Props) {
  const t = useTranslations('action-items')
  const kinds = useTranslations('units.kinds')
  const heads = [
    t(`filters.groups.${group}`),
    ...ActionItemState.options.map((state) => t(`states.${state}`)),
    t('late'),
    t('pictures.sum'),
  ]
  return <NumberTable open caption={t(`filters.groups.${group}`)} heads={heads} rows={rows()} />

  function rows(): NumberRow[] {
    if (group === 'meeting') {
      const meetings = [...new Map(sittings.map((each) => [each.meeting.id, each.meeting])).values()]
      return meetings.map((meeting) => {
        const here = sittings.filter((each) => each.meeting.id === meeting.id)
        const count = (test: (each: SittingTally) => boolean) =>
          here.filter(test).reduce((sum, each) => sum + each.count, 0)
        return {
          key: meeting.id,
          name: t('filters.sitting', { issue: meeting.issueNumber, title: meeting.title }),
          cells: cellsOf(
            { meeting: meeting.id },
            (state) => count((each) => each.state === state),
            count((each) => each.isLate),
          ),
        }
      })
    }
    if (group === 'kind')
      return UnitKind.options.map((kind) =>
        rowOf(
          kind,
          kinds(`${kind}.name`),
          { kind },
          tallies.filter((each) => each.unit?.kind === kind),
        ),
      )
    const units = [...new Map(tallies.flatMap(({ unit }) => (unit ? [[unit.id, unit] as const] : []))).values()]
    const order = (kind: UnitKind) => UnitKind.options.indexOf(kind)
    return units
      .sort((a, b) => order(a.kind) - order(b.kind) || a.name.localeCompare(b.name, 'zh'))
      .map((unit) =>
        rowOf(
          unit.id,
          unit.name,
          { unit: unit.id },
          tallies.filter((each) => each.unit?.id === unit.id),
        ),
      )
  }

  function rowOf(key: string, name: string, where: Where, here: readonly Tally[]): NumberRow {
    const late = sumOf(here, (each) => each.isLate)
    return { key, name, cells: cellsOf(where, (state) => sumOf(here, (each) => each.state === state), late) }
  }
}

type Where = Parameters<typeof addressOf>[1]

function cellsOf(where: Where, count: (state: ActionItemState) => number, late: number): NumberRow['cells'] {
  const states = ActionItemState.options.map((state) => ({
    count: count(state),
    href: addressOf({ view: 'all', state }, where),
  }))
  const total = states.reduce((sum, each) => sum + each.count, 0)
  return [
    ...states,
    { count: late, href: addressOf({ view: 'late' }, where) },
    { count: total, href: addressOf({ view: 'all' }, where) },
  ]
}
