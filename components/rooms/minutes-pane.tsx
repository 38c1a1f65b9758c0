'use client'

import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { MinutesText, type MinutesSection } from './minutes-text'
import { useCommand } from './use-command'
import { useMedia } from './use-media'
import { useRoom } from './use-room'

const SittingMinutes = lazy(() =>
  import('@/components/minutes/sitting-minutes').then(({ SittingMinutes }) => ({ default: SittingMinutes })),
)

/** Milliseconds after the picture until a phone fetches the editor for a tab that is not looked at yet. */
const restMs = 5000

/** A phone takes voice and picture first: the editor is a third of all that the room loads. */
function useMayLoad(isShown: boolean): boolean {
  const { state } = useMedia()
  const [may, setMay] = useState(false)
  const hasSettled = state.kind !== 'connecting'
  useEffect(() => {
    if (!isShown && !hasSettled) return
    const timer = setTimeout(() => setMay(true), isShown ? 0 : restMs)
    return () => clearTimeout(timer)
  }, [isShown, hasSettled])
  return may || isShown
}

type Props = { isReady: boolean; isShown: boolean; sections: readonly MinutesSection[] }

/** The minutes beside the picture: text at first, the editor when it has come. */
export function MinutesPane({ isReady, isShown, sections }: Props) {
  const t = useTranslations('rooms.minutes')
  const locale = useLocale()
  const { snapshot } = useRoom()
  const { run } = useCommand()
  const announce = useAnnounce()
  const written = useTranslations('minutes.fromRecord')
  const mayLoad = useMayLoad(isShown)
  const { me, seats, agenda, units, documentId, restricted, votes } = snapshot
  const seat = seats.find((each) => each.id === me.seatId)
  const text = (
    <>
      <div className="min-head">
        <h2>{t('title')}</h2>
      </div>
      <MinutesText sections={sections} />
    </>
  )
  if (!isReady || !seat || !mayLoad) return text
  const fill = async () => {
    if (await run('minutes:fill-record', {})) announce(written('filled'))
  }
  return (
    <Suspense fallback={text}>
      <SittingMinutes
        documentId={documentId}
        agenda={agenda}
        restricted={restricted}
        units={units}
        // Guests come and go by a name they gave: who is named in minutes is a member of the body.
        people={seats.filter(({ isGuest }) => !isGuest)}
        votes={votes}
        me={{ name: seat.name, unitKind: seat.unit?.kind ?? null }}
        canWriteHint={me.mayWrite}
        locale={locale}
        keepOnDevice={!seat.isGuest}
        onFillRecord={me.mayRun ? () => void fill() : undefined}
      />
    </Suspense>
  )
}
