import { useTranslations } from 'next-intl'
import { standings } from '@/server/attendance/model'
import type { Line } from './line'

/** The confirmed list, for the members of the body. */
export function AttendanceList({ lines }: { lines: readonly Line[] }) {
  const t = useTranslations('attendance')
  const offices = useTranslations('bodies.offices')
  return standings.map((standing) => {
    const here = lines.filter((line) => line.standing === standing)
    if (here.length === 0) return null
    return (
      <section key={standing} aria-labelledby={`attendance-${standing}`}>
        <h2 className="subheading" id={`attendance-${standing}`}>
          {t('group', { standing: t(`standing.${standing}`), count: here.length })}
        </h2>
        <ul className="list">
          {here.map((line) => (
            <li key={`${line.membershipId} ${line.seatId}`} className="item">
              <span className="grow">
                <b className="item-title">
                  {line.proxyName === null ? line.name : t('inPlaceOf', { proxy: line.proxyName, name: line.name })}
                </b>
                <span className="fine">
                  {line.unit?.name ?? t('noUnit')} · {line.office === null ? t('guest') : offices(line.office)}
                </span>
              </span>
            </li>
          ))}
        </ul>
      </section>
    )
  })
}
