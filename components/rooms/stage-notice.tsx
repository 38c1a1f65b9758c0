'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Icon, type IconName } from '@/components/ui/icon'
import { useCapabilityWords } from './capability-words'
import { OpenElsewhere } from './open-elsewhere'
import { useMedia } from './use-media'

/** In place of pictures: what is missing, how to add it, and what works meanwhile. */
export function StageNotice() {
  const t = useTranslations('rooms.media')
  const wordsOf = useCapabilityWords()
  const { state, takeBack } = useMedia()
  if (state.kind === 'unsupported') {
    const { title, next, still, button } = wordsOf('noWebRtc', 'both')
    return (
      <div className="stage-notice" role="status">
        <Icon name="camera-off" size="large" />
        <b className="subheading">{title}</b>
        <p>{next}</p>
        <p>{still}</p>
        <OpenElsewhere label={button} />
      </div>
    )
  }
  if (state.kind === 'connected' || state.kind === 'reconnecting') return null
  const key = state.kind === 'missing' ? state.reason : state.kind
  const icons: Record<typeof key, IconName> = {
    connecting: 'sync',
    starting: 'sync',
    notInstalled: 'camera-off',
    unreachable: 'camera-off',
    elsewhere: 'external',
  }
  return (
    <div className="stage-notice" role={state.kind === 'connecting' ? undefined : 'status'}>
      {/* Filled by the page's first script (early-line.ts), which is sooner than all this. */}
      {state.kind === 'connecting' ? <div className="first-picture" data-first-picture aria-hidden="true" /> : null}
      <Icon name={icons[key]} size="large" />
      <b className="subheading">{t(`${key}.title`)}</b>
      <p>{t(`${key}.text`)}</p>
      {state.kind === 'elsewhere' ? (
        <Button tone="primary" onClick={takeBack}>
          {t('elsewhere.takeBack')}
        </Button>
      ) : null}
    </div>
  )
}

/** The browser plays nothing before a press: one button, and the reason. */
export function StartAudio() {
  const words = useCapabilityWords()('silent', 'both')
  const { canPlayAudio, startAudio, state } = useMedia()
  if (canPlayAudio || state.kind !== 'connected') return null
  return (
    <div className="start-audio">
      <p>{words.title}</p>
      <Button tone="primary" size="big" icon="volume" onClick={() => void startAudio().catch(() => {})}>
        {words.button}
      </Button>
    </div>
  )
}
