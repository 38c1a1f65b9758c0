import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { Icon, type IconName } from '@/components/ui/icon'
import { classes } from '@/components/ui/classes'

type Props = {
  recordId: string
  icon: IconName
  /** The colour of the lead unit. */
  hue?: string | undefined
  name: string
  badge?: ReactNode
  isSelected?: boolean
  onRemove?: (() => void) | undefined
  children: ReactNode
}

/** The box of a record in the text: what it is, its number, its body. */
export function RecordFrame({ recordId, icon, hue, name, badge, isSelected, onRemove, children }: Props) {
  const t = useTranslations('minutes.record')
  return (
    <div
      className={classes('rec', isSelected && 'is-selected')}
      data-unit={hue}
      data-record-id={recordId}
      role="group"
      aria-label={name}
    >
      <div className="rec-head">
        <Icon name={icon} />
        <span className="rec-no">{name}</span>
        {badge}
        {onRemove ? (
          <button type="button" className="rec-x rec-remove push" aria-label={t('remove', { name })} onClick={onRemove}>
            <Icon name="trash" size="small" />
          </button>
        ) : null}
      </div>
      <div className="rec-body">{children}</div>
    </div>
  )
}
