import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Status } from '@/components/ui/status'
import { yearLanes } from './year-lanes'
import './meetings.css'

export type YearDot = {
  id: string
  href: string
  title: string
  /** Null: not planned yet, only expected by the rule. */
  issueNumber: number | null
  state: 'planned' | 'live' | 'ended' | 'cancelled' | 'expected'
  /** Where in the year, 0 to 1. */
  part: number
  /** The day as it is spoken. */
  day: string
}
export type YearRow = {
  key: string
  name: string
  dots: readonly YearDot[]
  /** The day by which it was to meet, where it has not: YYYY-MM-DD. */
  overdue: string | null
}

/** The cadence of a year, a line per kind of meeting; every dot leads to its meeting, or to the rule that expects it. */
export function YearLine({ rows, today, short }: { rows: readonly YearRow[]; today: number; short?: boolean }) {
  const t = useTranslations('meetings')
  const format = useFormatter()
  return (
    <div className={short ? 'yearline yearline-short' : 'yearline'}>
      {rows.map((row) => {
        const held = row.dots.filter((dot) => dot.state === 'ended').length
        const lanes = yearLanes(row.dots.map((dot) => dot.part))
        const laneCount = Math.max(1, ...lanes.map((lane) => lane + 1))
        const count = {
          held,
          all: row.dots.filter(({ state }) => state !== 'cancelled' && state !== 'expected').length,
        }
        return (
          <div className="yearline-row" key={row.key}>
            <span>
              {row.name}
              {row.overdue ? (
                <span className="block">
                  <Status shape="late">
                    {t('year.overdue', {
                      day: format.dateTime(new Date(`${row.overdue}T00:00:00Z`), {
                        dateStyle: 'medium',
                        timeZone: 'UTC',
                      }),
                    })}
                  </Status>
                </span>
              ) : null}
            </span>
            <div className="yearline-track" style={{ height: laneCount * 24 + 8 }}>
              <i className="yearline-today" style={{ left: `${today * 100}%` }} />
              {row.dots.map((dot, at) => (
                <Link
                  key={dot.id}
                  href={dot.href}
                  className="yearline-dot"
                  data-state={dot.state}
                  style={{ left: `${dot.part * 100}%`, top: lanes[at]! * 24 + 4 }}
                  title={dot.title}
                  aria-label={
                    dot.state === 'expected' || dot.issueNumber === null
                      ? t('year.expected', { title: dot.title, day: dot.day })
                      : t('year.dot', {
                          title: dot.title,
                          issue: t('issue', { number: dot.issueNumber }),
                          day: dot.day,
                          state: t(`states.${dot.state}`),
                        })
                  }
                >
                  <i />
                </Link>
              ))}
            </div>
            <span className="meta nowrap">
              <span aria-hidden="true">{t('year.count', count)}</span>
              <span className="sr">{t('year.countLabel', count)}</span>
            </span>
          </div>
        )
      })}
    </div>
  )
}
