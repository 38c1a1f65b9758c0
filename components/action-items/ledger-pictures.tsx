import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Legend, Tally, type FillState } from '@/components/ui/fill'
import { UnitTag } from '@/components/ui/unit-tag'
import type { ActionItemState } from '@/server/action-items/contract'
import { fillOf, isClosed } from '@/server/action-items/model'
import { UnitKind } from '@/server/rooms/contract'
import './ledger.css'

export type PictureItem = {
  id: string
  title: string
  kind: UnitKind | null
  state: ActionItemState
  dueOn: string | null
  /** Whole days since it was recorded. */
  ageDays: number
}

const order = ['done', 'toVerify', 'doing', 'todo', 'late', 'stopped'] as const satisfies readonly FillState[]
const ages = [
  { key: 'd30', upTo: 30 },
  { key: 'd60', upTo: 60 },
  { key: 'd90', upTo: 90 },
  { key: 'more', upTo: Infinity },
] as const

/** What the ledger says at a glance: countable, each part leading to the rows behind it. */
export function LedgerPictures({ items, today }: { items: readonly PictureItem[]; today: string }) {
  const t = useTranslations('action-items')
  const word = (fill: (typeof order)[number]) => (fill === 'late' ? t('late') : t(`states.${fill}`))
  const fills = items.map((item) => ({ kind: item.kind, fill: fillOf(item.state, item.dueOn, today) }))
  const counted = (fill: string, kind?: UnitKind) =>
    fills.filter((each) => each.fill === fill && (kind === undefined || each.kind === kind)).length
  return (
    <div className="ledger-pictures">
      <ByKind count={counted} word={word} total={(kind) => fills.filter((each) => each.kind === kind).length} />
      <Ageing items={items.filter((item) => !isClosed(item.state))} />
      <Legend items={order.map((state) => ({ state, label: `${word(state)} ${counted(state)}` }))} />
    </div>
  )
}

function ByKind({
  count,
  word,
  total,
}: {
  count: (fill: string, kind: UnitKind) => number
  word: (fill: (typeof order)[number]) => string
  total: (kind: UnitKind) => number
}) {
  const t = useTranslations('action-items.pictures')
  const kinds = useTranslations('units.kinds')
  const most = Math.max(1, ...UnitKind.options.map(total))
  return (
    <section aria-labelledby="ledger-by-kind">
      <h2 id="ledger-by-kind">
        {t('byKind')} <span className="fine">{t('byKindNote')}</span>
      </h2>
      {UnitKind.options.map((kind) => {
        const parts = order.map((state) => ({ state, value: count(state, kind) }))
        const said = parts
          .filter((part) => part.value > 0)
          .map((part) => t('part', { state: word(part.state), count: part.value }))
        const name = kinds(`${kind}.name`)
        return (
          <div className="ledger-bar" key={kind}>
            <Link href={`/action-items?view=all&kind=${kind}`} className="ledger-bar-name">
              <UnitTag hue={kind} mark={kinds(`${kind}.mark`)} name={name} small />
            </Link>
            <span>
              <span className="ledger-bar-fill" style={{ width: `${(total(kind) / most) * 100}%` }}>
                <Tally
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
    </section>
  )
}

function Ageing({ items }: { items: readonly PictureItem[] }) {
  const t = useTranslations('action-items.pictures')
  const kinds = useTranslations('units.kinds')
  const bucketOf = (days: number) => ages.find((age) => days <= age.upTo)!.key
  return (
    <section aria-labelledby="ledger-ageing">
      <h2 id="ledger-ageing">
        {t('ageing')} <span className="fine">{t('ageingNote', { count: items.length })}</span>
      </h2>
      <div className="ledger-ages">
        {ages.map(({ key }) => {
          const here = items.filter((item) => bucketOf(item.ageDays) === key)
          return (
            <div key={key}>
              <ul className="ledger-squares">
                {here.slice(0, 60).map((item) => {
                  const unit = item.kind ? kinds(`${item.kind}.name`) : t('noUnit')
                  return (
                    <li key={item.id}>
                      <Link
                        href={`/action-items/${item.id}`}
                        className="unit-dot"
                        data-unit={item.kind ?? undefined}
                        aria-label={t('ageOf', { title: item.title, unit })}
                        title={item.title}
                      >
                        {item.kind ? kinds(`${item.kind}.mark`) : '?'}
                      </Link>
                    </li>
                  )
                })}
              </ul>
              <b>{here.length}</b>
              <span className="fine">{t(`ages.${key}`)}</span>
            </div>
          )
        })}
      </div>
    </section>
  )
}
