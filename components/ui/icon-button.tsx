'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes'
import { Count } from './count'
import { Icon, type IconName } from './icon'
import { useSent } from './waiting'

type Props = Omit<ComponentProps<'button'>, 'children'> & {
  icon: IconName
  /** Shown below the icon; with `bare` it is only spoken. */
  label: string
  bare?: boolean
  /** Present and false or true: a toggle, and says so. */
  pressed?: boolean
  /** Drawn as switched off (microphone, camera): the word in `label` must say so too. */
  off?: boolean
  count?: number
  /** How the count is spoken, e.g. "2 unread". */
  countLabel?: string
}

export function IconButton({ icon, label, bare, pressed, off, count, countLabel, className, onClick, ...rest }: Props) {
  const isSent = useSent(rest.type)
  return (
    <button
      type="button"
      {...rest}
      className={classes('icon-btn', bare && 'icon-btn-bare', off && 'is-off', className)}
      aria-pressed={pressed}
      aria-disabled={isSent || rest['aria-disabled'] || undefined}
      onClick={isSent ? (event) => event.preventDefault() : onClick}
    >
      <Icon name={icon} />
      <span className={bare ? 'sr' : undefined}>{label}</span>
      {count ? <Count value={count} label={countLabel} /> : null}
    </button>
  )
}
