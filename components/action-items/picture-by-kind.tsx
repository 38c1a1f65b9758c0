import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Legend, Tally as Bar } from '@/components/ui/fill'
import { UnitTag } from '@/components/ui/unit-tag'
import type { Tally } from '@/server/action-items/contract'
import { UnitKind } from '@/server/rooms/contract'
import { addressOf } from './ledger-address'
import { sumOf } from './ledger-sums'
import { NumberTable } from './number-table'
import { fillsOf, queryOf, type Fill } from './picture-fills'

/** How far each kind of unit has come with what it leads. */
export function ByKind({ tallies }: { tallies: readonly Tally[] }) {
  const t = useTranslations('action-items.pictures')
  const kinds = useTranslations('units.kinds')
  const word = useFillWord()
  const count = (fill: Fill, kind?: UnitKind) =>
    sumOf(tallies, (each) => fillsOf(each) === fill && (kind === undefined || each.unit?.kind === kind))
  const total = (kind: UnitKind) => sumOf(tallies, (each) => each.unit?.kind === kind)
  const most = Math.max(1, ...UnitKind.options.map(total))
  return (
    <section aria-labelledby="ledger-by-kind">
      <h2 id="ledger-by-kind">
        {t('byKind')} <span className="fine">{t('byKindNote')}</span>
      </h2>
      {UnitKind.options.map((kind) => {
        const parts = fills.map((state) => ({ state, value: count(state, kind) }))
        const said = parts
          .filter((part) => part.value > 0)
          .map((part) => t('part', { state: word(part.state), count: part.value }))
        const name = kinds(`${kind}.name`)
        return (
          <div className="ledger-bar" key={kind}>
            <Link href={addressOf({ view: 'all', kind })} className="ledger-bar-name">
              <UnitTag hue={kind} mark={kinds(`${kind}.mark`)} name={name} small />
            </Link>
            <span>
              <span className="ledger-bar-fill" style={{ width: `${(total(kind) / most) * 100}%` }}>
                <Bar
                  hue={kind}
                  label={t('barLabel', { kind: name, total: total(kind), parts: said.join(' · ') || t('none') })}
                  parts={parts}
                />
              </span>
            </span>
            <b>{total(kind)}</b>
          </div>
        )
      })}
      <Legend items={fills.map((state) => ({ state, label: `${word(state)} ${count(state)}` }))} />
      <NumberTable
        caption={t('byKind')}
        heads={[t('kind'), ...fills.map(word), t('sum')]}
        rows={UnitKind.options.map((kind) => ({
          key: kind,
          name: kinds(`${kind}.name`),
          cells: [
            ...fills.map((fill) => ({ count: count(fill, kind), href: addressOf({ ...queryOf(fill), kind }) })),
            { count: total(kind), href: addressOf({ view: 'all', kind }) },
          ],
        }))}
      />
    </section>
  )
}

const fills = ['done', 'toVerify', 'doing', 'todo', 'late', 'stopped'] as const satisfies readonly Fill[]

function useFillWord() {
  const t = useTranslations('action-items')
  return (fill: Fill) => (fill === 'late' ? t('late') : t(`states.${fill}`))
}
