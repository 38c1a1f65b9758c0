'use client'

import { useTranslations } from 'next-intl'
import type { ReactElement } from 'react'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { useCommand } from './use-command'
import { useRoom } from './use-room'
import type { WantedMode } from './choose-layout'
import type { SmallWindow } from './use-small-window'

export type MoreProps = {
  wanted: WantedMode
  onWanted: (wanted: WantedMode) => void
  onPeople: () => void
  onInvite: (() => void) | null
  onDevices: () => void
  onData: () => void
  onShare: () => void
  onQuestion: () => void
  /** Null where there is nothing to put into one, or the browser has none. */
  smallWindow: SmallWindow | null
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
  onData,
  onShare,
  onQuestion,
  smallWindow,
  onKeys,
  onEnd,
}: MoreProps & { trigger: ReactElement }) {
  const t = useTranslations('rooms.more')
  const more = useTranslations('chairing')
  const picture = useTranslations('rooms.smallWindow')
  const { snapshot } = useRoom()
  const { run } = useCommand()
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
      {smallWindow ? (
        <MenuItem icon="small-window" onSelect={smallWindow.toggle}>
          {picture(smallWindow.open ? 'back' : 'open')}
        </MenuItem>
      ) : null}
      <MenuItem icon="settings" onSelect={onDevices}>
        {t('devices')}
      </MenuItem>
      <MenuItem icon="sync" onSelect={onData}>
        {t('data')}
      </MenuItem>
      <MenuItem icon="microphone-off" onSelect={onShare}>
        {more('share.menu')}
      </MenuItem>
      {snapshot.me.mayChat ? (
        <MenuItem icon="hand" onSelect={() => void run('hand:raise', { kind: 'order' })}>
          {more('hand.order')}
        </MenuItem>
      ) : null}
      <MenuItem icon="edit" onSelect={onQuestion}>
        {more('question.ask')}
        {snapshot.me.mayRun && snapshot.questions.length > 0 ? ` (${snapshot.questions.length})` : ''}
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
