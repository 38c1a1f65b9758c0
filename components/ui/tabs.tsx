'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

export type Tab = { value: string; label: ReactNode; icon?: IconName; mark?: ReactNode; panel: ReactNode }

/** Views of one place; arrow keys move. `bar` puts them below the panels, as a phone's bar.
    `keep` leaves hidden panels mounted, where leaving would lose something (an editor, a call). */
export function Tabs({
  label,
  tabs,
  value,
  onChange,
  bar,
  keep,
}: {
  label: string
  tabs: readonly Tab[]
  value: string
  onChange: (value: string) => void
  bar?: boolean
  keep?: boolean
}) {
  const list = (
    <Radix.List className={bar ? 'tabbar' : 'tabs'} aria-label={label}>
      {tabs.map((tab) => (
        <Radix.Trigger key={tab.value} value={tab.value}>
          {tab.icon ? <Icon name={tab.icon} /> : null}
          {tab.label}
          {tab.mark}
        </Radix.Trigger>
      ))}
    </Radix.List>
  )
  return (
    <Radix.Root value={value} onValueChange={onChange} className={bar ? 'tabs-bar' : undefined}>
      {bar ? null : list}
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className="tab-panel"
          forceMount={keep || undefined}
          hidden={keep ? tab.value !== value : undefined}
        >
          {tab.panel}
        </Radix.Content>
      ))}
      {bar ? list : null}
    </Radix.Root>
  )
}
