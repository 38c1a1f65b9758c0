import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { Status } from '@/components/ui/status'
import type { ActionItemState } from '@/server/action-items/contract'
import { daysBetween, usualWarn, warningOf, type Warn } from '@/server/action-items/model'

export function ItemStatus({ state }: { state: ActionItemState }) {
  const t = useTranslations('action-items.states')
  return <Status shape={state}>{t(state)}</Status>
}

const tones = { late: 'warning-late', yellow: 'warning-yellow', blue: 'warning-blue' } as const
const icons = { late: 'st-late', yellow: 'warn', blue: 'clock' } as const

/** Blue, amber, red, in a word and a shape; nothing where time has nothing to say. */
export function ItemWarning({
  state,
  dueOn,
  today,
  warn = usualWarn,
}: {
  state: ActionItemState
  dueOn: string | null
  today: string
  warn?: Warn
}) {
  const t = useTranslations('follow-up.warnings')
  const warning = warningOf(state, dueOn, today, warn)
  if (warning === null || dueOn === null) return null
  return (
    <span className={`status ${tones[warning]}`}>
      <Icon name={icons[warning]} />
      <span>{t(warning, { days: Math.abs(daysBetween(today, dueOn)) })}</span>
    </span>
  )
}
