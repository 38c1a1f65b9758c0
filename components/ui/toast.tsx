'use client'

import { Toast as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

/** The place where toasts stand. `label` names the region, which F8 reaches; `announced` is said before each toast. */
export function ToastRegion({ label, announced, children }: { label: string; announced: string; children: ReactNode }) {
  return (
    <Radix.Provider label={announced} duration={6000} swipeDirection="down">
      {children}
      <Radix.Viewport className="toasts" label={`${label} ({hotkey})`} />
    </Radix.Provider>
  )
}

type Props = {
  icon?: IconName
  danger?: boolean
  action?: { label: string; onPress: () => void }
  onGone: () => void
  children: ReactNode
}

/** Gone after 6 s, after 20 s with an action; pointing at it, focusing it or leaving the window holds it. */
export function Toast({ icon = 'check', danger, action, onGone, children }: Props) {
  return (
    <Radix.Root
      className={classes('toast', danger && 'toast-danger')}
      type={danger ? 'foreground' : 'background'}
      duration={action ? 20_000 : undefined}
      onOpenChange={(open) => (open ? undefined : onGone())}
    >
      <Icon name={danger && icon === 'check' ? 'warn' : icon} />
      <Radix.Title>{children}</Radix.Title>
      {action ? (
        <Radix.Action asChild altText={action.label}>
          <Button onClick={action.onPress}>{action.label}</Button>
        </Radix.Action>
      ) : null}
    </Radix.Root>
  )
}
