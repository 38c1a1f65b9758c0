'use client'

import { DropdownMenu as Radix } from 'radix-ui'
import Link from 'next/link'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './classes'
import { Icon, type IconName } from './icon'

/** `trigger` is one button element. Not modal: a modal menu would need a style element that our CSP refuses. Stands beside
    its trigger, not at the end of the page: in its landmark, in its colours (a menu on the stage is dark). */
export function Menu({ trigger, label, children }: { trigger: ReactElement; label?: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
        {label ? <div className="menu-label meta">{label}</div> : null}
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}

type Item = { icon?: IconName; danger?: boolean; disabled?: boolean; children: ReactNode }

export function MenuItem({ icon, danger, disabled, onSelect, children }: Item & { onSelect: () => void }) {
  return (
    <Radix.Item className={classes('menu-item', danger && 'menu-item-danger')} disabled={disabled} onSelect={onSelect}>
      {icon ? <Icon name={icon} /> : null}
      {children}
    </Radix.Item>
  )
}

export function MenuLink({ icon, href, children }: Item & { href: string }) {
  return (
    <Radix.Item className="menu-item" asChild>
      <Link href={href}>
        {icon ? <Icon name={icon} /> : null}
        {children}
      </Link>
    </Radix.Item>
  )
}

export function MenuRule() {
  return <Radix.Separator className="menu-rule" />
}
