'use client'

import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { Notice } from '@/components/ui/notice'
import { useRoom } from './use-room'

/** In place of pictures, for who is not on the list of the item that is current. */
export function AsideNotice() {
  const t = useTranslations('chairing.aside')
  return (
    <div className="stage-notice" role="status" data-aside="">
      <Icon name="lock" size="large" />
      <b className="subheading">{t('title')}</b>
      <p>{t('text')}</p>
    </div>
  )
}

/** For who runs the room while such an item is current: how many are in and how many wait. */
export function AsideCount() {
  const t = useTranslations('chairing.aside')
  const { snapshot } = useRoom()
  const { me, meeting, agenda, seats } = snapshot
  const current = agenda.find(({ id }) => id === meeting.currentAgendaItemId)
  if (!me.mayRun || !current?.isRestricted) return null
  const inRoom = seats.filter(({ admission }) => admission === 'admitted')
  const aside = inRoom.filter(({ isSetAside }) => isSetAside).length
  return (
    <div className="room-notice">
      <Notice icon="lock" title={t('inRoom', { inside: inRoom.length - aside, aside })} />
    </div>
  )
}
