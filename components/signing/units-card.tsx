import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { UnitName } from '@/components/action-items/unit-name'
import { Card, CardHead } from '@/components/ui/card'
import { Legend, Tally, type FillState } from '@/components/ui/fill'
import { Status, type Shape } from '@/components/ui/status'
import type { UnitView } from '@/server/rooms/contract'
import type { UnitState } from '@/server/signing/model'

const looks: Record<UnitState, { fill: FillState; shape: Shape }> = {
  confirmed: { fill: 'done', shape: 'done' },
  objected: { fill: 'toVerify', shape: 'toVerify' },
  waiting: { fill: 'todo', shape: 'todo' },
  overdue: { fill: 'late', shape: 'late' },
}
const order = ['confirmed', 'objected', 'waiting', 'overdue'] as const

/** Who has answered: a picture of the whole first, then each unit. */
export function UnitsCard({
  units,
  dueOn,
}: {
  units: readonly { unit: UnitView; state: UnitState }[]
  dueOn: string | null
}) {
  const t = useTranslations('signing')
  const day = useDay()
  const counts = order.map((state) => ({ state, value: units.filter((unit) => unit.state === state).length }))
  const shown = counts.filter(({ value }) => value > 0)
  const words = shown.map(({ state, value }) => t(`counts.${state}`, { count: value })).join(' · ')
  return (
    <Card aria-labelledby={undefined}>
      <CardHead title={t('units.title')} note={dueOn ? t('units.due', { day: day(dueOn, 'day') }) : undefined} />
      <Tally label={words} parts={counts.map(({ state, value }) => ({ state: looks[state].fill, value }))} />
      <Legend
        items={shown.map(({ state, value }) => ({
          state: looks[state].fill,
          label: t(`counts.${state}`, { count: value }),
        }))}
      />
      <ul className="signing-units">
        {units.map(({ unit, state }) => (
          <li key={unit.id} className="signing-unit">
            <UnitName unit={unit} small />
            <Status shape={looks[state].shape}>{t(`unitStates.${state}`)}</Status>
          </li>
        ))}
      </ul>
    </Card>
  )
}
