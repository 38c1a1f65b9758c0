'use client'

// What stands in the small window, and what the stage says meanwhile. The tile moves there whole: one subscription, which
// LiveKit's adaptive stream sizes by the element that shows it.
import { isTrackReference } from '@livekit/components-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useToast } from '@/components/shell/toasts'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { Icon } from '@/components/ui/icon'
import { IconButton } from '@/components/ui/icon-button'
import { useSwitches } from './controls'
import { Tile, type TileFacts } from './tile'
import type { OpenWindow } from './use-small-window'

type Props = { open: OpenWindow; facts: TileFacts; onClose: () => void }

export function SmallWindowView({ open, facts, onClose }: Props) {
  if (open.kind === 'video') return <SmallVideo facts={facts} onClose={onClose} />
  return createPortal(<SmallRoom facts={facts} />, open.window.document.body)
}

/** The room's keys are not heard in that window: its one control is a button. */
function SmallRoom({ facts }: { facts: TileFacts }) {
  const { microphone } = useSwitches()
  return (
    <main className="small-window stage">
      <Tile facts={facts} size="big" />
      <IconButton {...microphone} title={undefined} aria-keyshortcuts={undefined} />
    </main>
  )
}

/** A browser that moves nothing but a video: the same element shows whoever is big. */
const patienceMs = 3000

function SmallVideo({ facts, onClose }: Omit<Props, 'open'>) {
  const t = useTranslations('rooms.smallWindow')
  const toast = useToast()
  const ref = useRef<HTMLVideoElement>(null)
  const track = facts.track && isTrackReference(facts.track) ? facts.track.publication.track : undefined
  useEffect(() => {
    const element = ref.current
    if (!element || !track) return
    track.attach(element)
    return () => void track.detach(element)
  }, [track])
  const told = useRef({ onClose, refuse: () => {} })
  useEffect(() => {
    told.current = {
      onClose,
      refuse: () => {
        toast({ text: t('noPicture'), icon: 'camera-off' })
        onClose()
      },
    }
  })
  useEffect(() => {
    const element = ref.current!
    const isOut = () => document.pictureInPictureElement === element
    const ask = () => void element.requestPictureInPicture().catch(() => told.current.refuse())
    const gone = () => told.current.onClose()
    element.addEventListener('loadedmetadata', ask, { once: true })
    element.addEventListener('leavepictureinpicture', gone)
    const timer = setTimeout(() => (isOut() ? undefined : told.current.refuse()), patienceMs)
    return () => {
      clearTimeout(timer)
      element.removeEventListener('loadedmetadata', ask)
      element.removeEventListener('leavepictureinpicture', gone)
      if (isOut()) void document.exitPictureInPicture()
    }
  }, [])
  return <video ref={ref} className="small-window-video" muted playsInline aria-hidden="true" />
}

/** @param isPlace in the place of the big picture; else one line */
export function SmallWindowNote({ isPlace, onBack }: { isPlace: boolean; onBack: () => void }) {
  const t = useTranslations('rooms.smallWindow')
  return (
    <div className={classes('small-window-note', isPlace && 'tile-big')} role="status">
      {isPlace ? <Icon name="small-window" size="large" /> : null}
      <b>{t('title')}</b>
      {isPlace ? <p className="meta">{t('text')}</p> : null}
      <Button size="small" icon="small-window" onClick={onBack}>
        {t('back')}
      </Button>
    </div>
  )
}
