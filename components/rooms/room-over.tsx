'use client'

import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { ErrorView, type ErrorViewCode } from '@/components/shell/error-view'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'

type Props = { code: string; meetingId: string; title: string; isGuest: boolean }

/** After the stay: left, ended, removed. Says which, and the way on. */
export function RoomOver({ code, meetingId, title, isGuest }: Props) {
  const t = useTranslations('rooms.over')
  const errors = useTranslations('errors')
  const announce = useAnnounce()
  const isPlain = code === 'left' || code === 'meeting_over'
  const heading = isPlain ? t(`${code}.title`) : null

  useEffect(() => {
    // Sent back to the door: the server knows which one.
    if (code === 'seat_waiting') window.location.reload()
    else if (heading) announce(heading)
  }, [code, heading, announce])

  if (!isPlain) {
    const known = errors.has(`${code}.title` as 'internal.title') ? (code as ErrorViewCode) : 'internal'
    return (
      <main id="main" tabIndex={-1}>
        <ErrorView code={known}>
          {code === 'device_ended' ? (
            <Button tone="primary" onClick={() => window.location.reload()}>
              {t('left.again')}
            </Button>
          ) : null}
        </ErrorView>
      </main>
    )
  }
  return (
    <main id="main" tabIndex={-1}>
      <div className="page page-narrow">
        <div className="stack error-view">
          <Icon name={code === 'left' ? 'leave' : 'check'} size="large" />
          <h1 className="title">{heading}</h1>
          <p>{t(isGuest && code === 'meeting_over' ? 'meeting_over.guest' : `${code}.text`, { title })}</p>
          <div className="row row-wrap">
            {code === 'left' ? (
              <Button tone="primary" icon="enter" onClick={() => window.location.reload()}>
                {t('left.again')}
              </Button>
            ) : null}
            {isGuest ? null : (
              <LinkButton href={`/meetings/${meetingId}`} icon="minutes">
                {t('toMeeting')}
              </LinkButton>
            )}
          </div>
        </div>
      </div>
    </main>
  )
}
