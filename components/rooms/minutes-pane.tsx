'use client'

import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { MinutesText, type MinutesSection } from './minutes-text'
import { useRoom } from './use-room'

const MinutesEditor = lazy(() =>
  import('@/components/minutes/minutes-editor').then(({ MinutesEditor }) => ({ default: MinutesEditor })),
)

/** The minutes beside the picture: text at first, the editor when it has come. */
export function MinutesPane({ isReady, sections }: { isReady: boolean; sections: readonly MinutesSection[] }) {
  const t = useTranslations('rooms.minutes')
  const locale = useLocale()
  const { snapshot } = useRoom()
  const { me, seats, agenda, units, documentId } = snapshot
  const seat = seats.find((each) => each.id === me.seatId)
  const text = (
    <>
      <div className="min-head">
        <h2>{t('title')}</h2>
      </div>
      <MinutesText sections={sections} />
    </>
  )
  if (!isReady || !seat) return text
  return (
    <Suspense fallback={text}>
      <MinutesEditor
        documentId={documentId}
        items={agenda}
        units={units}
        me={{ name: seat.name, unitKind: seat.unit?.kind ?? null }}
        canWriteHint={me.mayWrite}
        locale={locale}
        keepOnDevice={!seat.isGuest}
      />
    </Suspense>
  )
}
