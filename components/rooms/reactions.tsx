'use client'

import { useTranslations } from 'next-intl'
import { Icon, type IconName } from '@/components/ui/icon'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem } from '@/components/ui/menu'
import { ReactionKind } from '@/server/rooms/contract'
import { countReactions } from './count-reactions'
import { useCommand } from './use-command'
import { useIsReady } from './use-is-ready'
import { useReactions } from './use-reactions'
import { useRoom } from './use-room'

const icons: Record<ReactionKind, IconName> = {
  agree: 'check',
  applause: 'applause',
  understood: 'bulb',
  question: 'question',
}

/** Nothing for whom the sitting gives none. */
export function ReactionMenu({ bare }: { bare?: boolean }) {
  const t = useTranslations('rooms.reactions')
  const { snapshot } = useRoom()
  const { run } = useCommand()
  const isReady = useIsReady()
  if (!snapshot.me.mayReact) return null
  return (
    <Menu
      label={t('menuText')}
      trigger={<IconButton icon="react" label={t('menu')} bare={bare} data-control="react" disabled={!isReady} />}
    >
      {ReactionKind.options.map((kind) => (
        <MenuItem key={kind} icon={icons[kind]} onSelect={() => void run('reaction:show', { kind })}>
          {t(kind)}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** On its tile, in words: an icon alone would be a riddle. Said aloud elsewhere, counted. */
export function TileReaction({ seatId }: { seatId: string }) {
  const t = useTranslations('rooms.reactions')
  const kind = useReactions().get(seatId)
  if (!kind) return null
  return (
    <span className="tile-reaction" data-reaction={kind} aria-hidden="true">
      <Icon name={icons[kind]} />
      <span className="clip">{t(kind)}</span>
    </span>
  )
}

/** How many show what, for whoever is on another page of the pictures. The line is always there, so that no picture jumps. */
export function ReactionCounts() {
  const t = useTranslations('rooms.reactions')
  const { snapshot } = useRoom()
  const counted = countReactions(useReactions())
  if (!snapshot.meeting.hasReactions) return null
  return (
    <div className="reaction-counts" aria-hidden="true">
      {counted.map(({ kind, count }) => (
        <span key={kind} data-count={kind}>
          <Icon name={icons[kind]} />
          <span className="clip">{t(kind)}</span>
          <b>{count}</b>
        </span>
      ))}
    </div>
  )
}
