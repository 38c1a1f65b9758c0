import { useFormatter, useTranslations } from 'next-intl'
import type { MonthTally } from '@/server/action-items/contract'
import { addressOf } from './ledger-address'
import { NumberTable } from './number-table'

const [width, half, gap] = [420, 60, 6]

/** What came in above the line, what was closed below it, month by month. */
export function Flow({ months }: { months: readonly MonthTally[] }) {
  const t = useTranslations('action-items.pictures')
  const states = useTranslations('action-items.states')
  const format = useFormatter()
  const most = Math.max(1, ...months.flatMap((each) => [each.born, each.done + each.stopped]))
  const step = width / Math.max(1, months.length)
  const tall = (count: number) => (count / most) * half
  const name = (month: string, how: 'short' | 'long') =>
    format.dateTime(
      new Date(`${month}-15T12:00:00Z`),
      how === 'short' ? { month: 'narrow', timeZone: 'UTC' } : { year: 'numeric', month: 'short', timeZone: 'UTC' },
    )
  const [born, closed] = [
    months.reduce((sum, each) => sum + each.born, 0),
    months.reduce((sum, each) => sum + each.done + each.stopped, 0),
  ]
  return (
    <section aria-labelledby="ledger-flow">
      <h2 id="ledger-flow">
        {t('flow')} <span className="fine">{t('flowNote', { born, closed })}</span>
      </h2>
      <svg
        className="picture"
        viewBox={`0 0 ${width} ${2 * half + 50}`}
        role="img"
        aria-label={t('flowLabel', { born, closed })}
      >
        {months.map((each, n) => {
          const x = n * step + gap / 2
          const out = each.done + each.stopped
          return (
            <g key={each.month}>
              <rect
                className="picture-in"
                x={x}
                y={half + 14 - tall(each.born)}
                width={step - gap}
                height={tall(each.born)}
              />
              <rect className="picture-out" x={x} y={half + 14} width={step - gap} height={tall(out)} />
              {each.born > 0 ? (
                <text x={x + (step - gap) / 2} y={half + 10 - tall(each.born)}>
                  {each.born}
                </text>
              ) : null}
              {out > 0 ? (
                <text x={x + (step - gap) / 2} y={half + 26 + tall(out)}>
                  {out}
                </text>
              ) : null}
              <text className="picture-axis" x={x + (step - gap) / 2} y={2 * half + 44}>
                {name(each.month, 'short')}
              </text>
            </g>
          )
        })}
        <line x1="0" x2={width} y1={half + 14} y2={half + 14} />
      </svg>
      <NumberTable
        caption={t('flow')}
        heads={[t('month'), t('born'), states('done'), states('stopped')]}
        rows={months.map((each) => ({
          key: each.month,
          name: name(each.month, 'long'),
          cells: [
            { count: each.born, href: addressOf({ view: 'all', since: each.month }) },
            { count: each.done, href: addressOf({ view: 'all', state: 'done', closed: each.month }) },
            { count: each.stopped, href: addressOf({ view: 'all', state: 'stopped', closed: each.month }) },
          ],
        }))}
      />
    </section>
  )
}
