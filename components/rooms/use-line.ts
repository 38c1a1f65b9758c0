'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { lineState, spokenHow, type LineState } from './line-state'
import type { Media } from './use-media'
import type { RoomHandle } from './use-room'

export type Line = { state: LineState; text: string; detail: string }

/** The honest line as words, counting while it is down; each news is said once. */
export function useLine({ downSince }: RoomHandle, { state: media, quality, voice }: Media): Line {
  const t = useTranslations('rooms.line')
  const announce = useAnnounce()
  const isCounting = downSince !== null || media.kind === 'reconnecting'
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (!isCounting) return
    const tick = () => setNow(Date.now())
    const first = setTimeout(tick)
    const timer = setInterval(tick, 1000)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [isCounting])

  const state = lineState({ media, signalsDownSince: downSince, quality, voice }, now)
  const text = textOf(state, t)
  const detail = detailOf(state, t)
  const said = useRef<LineState | null>(null)
  useEffect(() => {
    const how = spokenHow(said.current, state)
    said.current = state
    if (how) announce(detail ? t('joined', { text, detail }) : text, how)
  })
  return { state, text, detail }
}

type T = ReturnType<typeof useTranslations<'rooms.line'>>

function textOf(state: LineState, t: T): string {
  switch (state.kind) {
    case 'connecting':
      return t('connecting')
    case 'reconnecting':
      return t('reconnecting', { seconds: state.seconds })
    case 'unheard':
      return t('unheard')
    case 'weak':
      return t('weak')
    case 'elsewhere':
      return t('elsewhere')
    case 'textOnly':
      return t('textOnly')
    case 'ok':
      return t('ok')
  }
}

function detailOf(state: LineState, t: T): string {
  switch (state.kind) {
    case 'ok':
    case 'weak':
      return t(`voice.${state.voice}`)
    case 'reconnecting':
      return state.what === 'room' ? t('roomOnly') : state.voiceWasOpen ? t('voice.unheard') : ''
    default:
      return ''
  }
}
