import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { daysAhead } from '@/server/action-items/contract'
import { addDays } from '@/server/action-items/model'
import { useDay } from './due'
import { addressOf } from './ledger-address'

/** Five weeks from this one, Monday first: on which day how much is due. It is a table itself. */
export function DueDays({ days, today }: { days: readonly { day: string; count: number }[]; today: string }) {
  const t = useTranslations('action-items.pictures')
  const format = useFormatter()
  const say = useDay()
  const weekday = (new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7
  const monday = addDays(today, -weekday)
  const last = addDays(today, daysAhead)
  const counts = new Map(days.map((each) => [each.day, each.count]))
  const total = days.reduce((sum, each) => sum + each.count, 0)
  const most = Math.max(1, ...days.map((each) => each.count))
  const week = [0, 1, 2, 3, 4, 5, 6]
  return (
    <section aria-labelledby="ledger-due-days">
      <h2 id="ledger-due-days">
        {t('dueDays')} <span className="fine">{t('dueDaysNote', { count: total })}</span>
      </h2>
      <table className="due-days">
        <caption className="sr">{t('dueDays')}</caption>
        <thead>
          <tr>
            {week.map((n) => (
              <th scope="col" key={n}>
                {format.dateTime(new Date(`${addDays(monday, n)}T12:00:00Z`), { weekday: 'narrow', timeZone: 'UTC' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 1, 2, 3, 4].map((row) => (
            <tr key={row}>
              {week.map((n) => {
                const day = addDays(monday, row * 7 + n)
                const count = counts.get(day) ?? 0
                const isOut = day < today || day > last
                return (
                  <td key={day} data-today={day === today || undefined} data-out={isOut || undefined}>
                    <span className="fine">{say(day)}</span>
                    {count > 0 ? (
                      <Link
                        href={addressOf({ view: 'open', due: day })}
                        aria-label={t('dueOn', { day: say(day), count })}
                        style={{ fontWeight: count === most ? 800 : 600 }}
                      >
                        {count}
                      </Link>
                    ) : null}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
