import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ageBounds, type Age, type Tally } from '@/server/action-items/contract'
import { UnitKind } from '@/server/rooms/contract'
import { addressOf } from './ledger-address'
import { sumOf } from './ledger-sums'

/** How long what is open has been so, by kind of lead unit: columns of named counts. */
export function Ageing({ tallies }: { tallies: readonly Tally[] }) {
  const t = useTranslations('action-items.pictures')
  const kinds = useTranslations('units.kinds')
  const ages = Object.keys(ageBounds) as Age[]
  const most = Math.max(1, ...ages.map((age) => sumOf(tallies, (each) => each.age === age)))
  return (
    <section aria-labelledby="ledger-ageing">
      <h2 id="ledger-ageing">
        {t('ageing')}{' '}
        <span className="fine">{t('ageingNote', { count: sumOf(tallies, (each) => each.age !== null) })}</span>
      </h2>
      <div className="ledger-ages">
        {ages.map((age) => {
          const here = tallies.filter((each) => each.age === age)
          const total = sumOf(here)
          return (
            <div key={age}>
              <ul className="ledger-squares">
                {UnitKind.options.map((kind) => {
                  const count = sumOf(here, (each) => each.unit?.kind === kind)
                  if (count === 0) return null
                  const name = kinds(`${kind}.name`)
                  return (
                    <li key={kind}>
                      <Link
                        href={addressOf({ view: 'open', age, kind })}
                        className="unit-dot"
                        data-unit={kind}
                        aria-label={t('ageOf', { kind: name, age: t(`ages.${age}`), count })}
                      >
                        {kinds(`${kind}.mark`)} {count}
                      </Link>
                    </li>
                  )
                })}
              </ul>
              <span className="ledger-age-bar" style={{ height: `${Math.round((total / most) * 48)}px` }} aria-hidden />
              <b>{total > 0 ? <Link href={addressOf({ view: 'open', age })}>{total}</Link> : 0}</b>
              <span className="fine">{t(`ages.${age}`)}</span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
