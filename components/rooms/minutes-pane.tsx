'use client'

import { useLocale, useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { MinutesText, type MinutesSection } from './minutes-text'
import { useCommand } from './use-command'
import { useRoom } from './use-room'

const MinutesEditor = lazy(() =>
  import('@/components/minutes/minutes-editor').then(({ MinutesEditor }) => ({ default: MinutesEditor })),
)

/** The minutes beside the picture: text at first, the editor when it has come. */
export function MinutesPane({ isReady, sections }: { isReady: boolean; sections: readonly MinutesSection[] }) {
  const t = useTranslations('rooms.minutes')
  const locale = useLocale()
  const { snapshot } = useRoom()
  const { run } = useCommand()
  const announce = useAnnounce()
  const written = useTranslations('minutes.fromRecord')
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
  if (!isReady || !seat) return text
  const common = {
    units,
    // Guests come and go by a name they gave: who is named in minutes is a member of the body.
    people: seats.filter(({ isGuest }) => !isGuest),
    votes,
    me: { name: seat.name, unitKind: seat.unit?.kind ?? null },
    canWriteHint: me.mayWrite,
    locale,
  }
  const fill = async () => {
    if (await run('minutes:fill-record', {})) announce(written('filled'))
  }
  const mine = (item: { id: string }) => restricted.some((own) => own.agendaItemId === item.id)
  return (
    <Suspense fallback={text}>
      <div className={restricted.length > 0 ? 'minutes-several' : 'minutes-one'}>
        <MinutesEditor
          {...common}
          documentId={documentId}
          items={agenda.filter((item) => !mine(item))}
          keepOnDevice={!seat.isGuest}
          onFillRecord={me.mayRun ? () => void fill() : undefined}
        />
        {/* A document for each audience: own gate, presence and history, and no copy on the device. */}
        {agenda.filter(mine).map(({ id, position }) => {
          const own = restricted.find((each) => each.agendaItemId === id)!
          const item = { id, position, title: own.title }
          return <MinutesEditor key={id} {...common} documentId={own.documentId} name={own.title} items={[item]} />
        })}
      </div>
    </Suspense>
  )
}
