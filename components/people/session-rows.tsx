import { useFormatter, useTranslations } from 'next-intl'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Badge } from '@/components/ui/badge'
import type { FormState } from '@/server/forms/contract'
import type { CountySecurity } from '@/server/security/contract'
import { ConfirmButton } from './confirm-button'
import { useSpan } from './use-span'
import './people.css'

export type SessionItem = {
  id: string
  createdAt: Date
  lastSeenAt: Date
  userAgent: string
  fromAddress: string
  isThis: boolean
}
type Action = (before: FormState, data: FormData) => Promise<FormState>

const browsers = [
  ['MicroMessenger', 'WeChat'],
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['HarmonyOS', 'HarmonyOS'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const

type Props = { sessions: readonly SessionItem[]; action: Action; endOthers: Action }

export function SessionRows({ sessions, action, endOthers }: Props) {
  const t = useTranslations('settings')
  const format = useFormatter()
  const nameOf = (agent: string) => {
    const browser = browsers.find(([mark]) => agent.includes(mark))?.[1]
    const system = systems.find(([mark]) => agent.includes(mark))?.[1]
    if (!browser && !system) return t('unknown')
    return t('device', { browser: browser ?? t('otherBrowser'), system: system ?? t('otherSystem') })
  }
  return (
    <>
      <ul>
        {sessions.map((session) => (
          <li className="session" key={session.id}>
            <span className="grow">
              <b>{nameOf(session.userAgent)}</b> {session.isThis ? <Badge tone="good">{t('this')}</Badge> : null}
              <span className="meta block">
                {t('since', { day: format.dateTime(session.createdAt, 'dayMonthTime') })}
                {' · '}
                {t('seen', { day: format.dateTime(session.lastSeenAt, 'dayMonthTime') })}
                {session.fromAddress ? ` · ${t('from', { address: session.fromAddress })}` : null}
              </span>
            </span>
            <OneButtonForm
              action={action}
              fields={{ id: session.id }}
              small
              tone={session.isThis ? 'plain' : 'danger'}
              label={t('endOf', { device: nameOf(session.userAgent) })}
            >
              {t('end')}
            </OneButtonForm>
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <ConfirmButton
          action={endOthers}
          fields={{}}
          title={t('endOthers')}
          text={t('endOthersText')}
          cancel={t('cancel')}
          tone="danger"
        >
          {t('endOthers')}
        </ConfirmButton>
      ) : null}
    </>
  )
}

/** When a session ends by itself, in the county's own figures. */
export function SessionTimes({ security }: { security: CountySecurity }) {
  const t = useTranslations('settings')
  const span = useSpan()
  const times = { idle: span(security.idleMinutes), absolute: span(security.absoluteMinutes) }
  return <p className="fine">{t('times', times)}</p>
}
