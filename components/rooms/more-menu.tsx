'use client'

import { useTranslations } from 'next-intl'
import type { ReactElement } from 'react'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { useRoom } from './use-room'
import type { WantedMode } from './choose-layout'

export type MoreProps = {
  wanted: WantedMode
  onWanted: (wanted: WantedMode) => void
  onPeople: () => void
  onInvite: (() => void) | null
  onDevices: () => void
  onKeys: (() => void) | null
  onEnd: () => void
}

export function MoreMenu({
  trigger,
  wanted,
  onWanted,
  onPeople,
  onInvite,
  onDevices,
  onKeys,
  onEnd,
}: MoreProps & { trigger: ReactElement }) {
  const t = useTranslations('rooms.more')
  const { snapshot } = useRoom()
  return (
    <Menu trigger={trigger}>
      <MenuItem icon="people" onSelect={onPeople}>
        {t('people')}
      </MenuItem>
      {onInvite ? (
        <MenuItem icon="qr" onSelect={onInvite}>
          {t('invite')}
        </MenuItem>
      ) : null}
      <MenuItem icon="stage" onSelect={() => onWanted(wanted === 'grid' ? 'auto' : 'grid')}>
        {wanted === 'grid' ? t('speakerView') : t('gridView')}
      </MenuItem>
      <MenuItem icon="settings" onSelect={onDevices}>
        {t('devices')}
      </MenuItem>
      {onKeys ? (
        <MenuItem icon="info" onSelect={onKeys}>
          {t('keys')}
        </MenuItem>
      ) : null}
      {snapshot.me.mayRun ? (
        <>
          <MenuRule />
          <MenuItem icon="stop" danger onSelect={onEnd}>
            {t('end')}
          </MenuItem>
        </>
      ) : null}
    </Menu>
  )
}
