import { useTranslations } from 'next-intl'
import { useDay } from '@/components/action-items/due'
import { gapTo, percentOf, targets, type SharePoint } from '@/server/register/model'
import './register.css'

type Props = { points: readonly SharePoint[]; total: number; today: string; kind: 'county' | 'township' | 'school' }

const [width, height] = [640, 240]
const pad = { left: 84, right: 16, top: 16, bottom: 28 }

/** The share as a step line from its first day, with the two national targets; the same in words and in a table below. */
export function SharePicture({ points, total, today, kind }: Props) {
  const t = useTranslations('register')
  const day = useDay()
  const firstYear = Math.min(2024, ...points.map(({ on }) => Number(on.slice(0, 4))))
  const from = Date.parse(`${firstYear}-01-01`)
  const until = Math.max(Date.parse('2028-06-30'), Date.parse(today))
  const x = (on: string) => pad.left + ((Date.parse(on) - from) / (until - from)) * (width - pad.left - pad.right)
  const y = (percent: number) => height - pad.bottom - (percent / 100) * (height - pad.top - pad.bottom)
  const line = [
    `M${pad.left} ${y(0)}`,
    ...points.map(({ on, percent }) => `H${x(on).toFixed(1)}V${y(percent).toFixed(1)}`),
    `H${x(today).toFixed(1)}`,
  ].join('')
  const now = points.at(-1)
  const years = Array.from({ length: new Date(until).getUTCFullYear() - firstYear + 1 }, (_, at) => firstYear + at)
  return (
    <figure className="share">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="share-words">
        {[0, 50, 100].map((percent) => (
          <g key={percent} className="share-grid">
            <line x1={pad.left} x2={width - pad.right} y1={y(percent)} y2={y(percent)} />
            <text x={pad.left - 6} y={y(percent) + 4} textAnchor="end">
              {percent} %
            </text>
          </g>
        ))}
        {years.map((year) => (
          <g key={year} className="share-grid">
            <line x1={x(`${year}-01-01`)} x2={x(`${year}-01-01`)} y1={y(0)} y2={y(0) + 5} />
            <text x={x(`${year}-01-01`) + 2} y={height - 8}>
              {year}
            </text>
          </g>
        ))}
        <line className="share-today" x1={x(today)} x2={x(today)} y1={y(100)} y2={y(0)} />
        <path className="share-line" d={line} />
        {targets.map(({ on, percent }) => (
          <path
            key={on}
            className="share-target"
            d={`M${x(on)} ${y(percent) - 7}l7 7l-7 7l-7 -7z`}
            data-met={on <= today && gapTo(points, total, { on, percent }) === 0}
          />
        ))}
      </svg>
      <figcaption id="share-words">
        {t('shareWords', { kind: t(`kinds.${kind}`), count: now?.count ?? 0, total, percent: now?.percent ?? 0 })}
        <span className="fine block">
          <span className="share-key" aria-hidden="true" /> {t(kind === 'county' ? 'targetKey' : 'targetKeyOther')}
        </span>
      </figcaption>
      <div className="table-scroll" role="region" aria-label={t('shareTable')} tabIndex={0}>
        <table className="table">
          <caption className="sr">{t('shareTable')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('on')}</th>
              <th scope="col" className="num">
                {t('count')}
              </th>
              <th scope="col" className="num">
                {t('share')}
              </th>
              <th scope="col">{t('target')}</th>
            </tr>
          </thead>
          <tbody>
            {tableRows(points, total).map((row) => (
              <tr key={`${row.on} ${row.target ?? ''}`}>
                <td>{day(row.on, 'day')}</td>
                <td className="num">{row.on > today ? '' : row.count}</td>
                <td className="num">{row.on > today ? '' : `${percentOf(row.count, total)} %`}</td>
                <td>
                  {row.target === null
                    ? ''
                    : t(row.gap === 0 ? 'met' : row.on > today ? 'toGo' : 'missed', {
                        percent: row.target,
                        gap: row.gap,
                      })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}

type TableRow = { on: string; count: number; target: number | null; gap: number }

function tableRows(points: readonly SharePoint[], total: number): TableRow[] {
  const reached = points.map(({ on, count }) => ({ on, count, target: null, gap: 0 }))
  const marks = targets.map(({ on, percent }) => ({
    on,
    count: points.findLast((point) => point.on <= on)?.count ?? 0,
    target: percent,
    gap: gapTo(points, total, { on, percent }),
  }))
  return [...reached, ...marks].sort((a, b) => a.on.localeCompare(b.on))
}
