import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { LinkButton } from '@/components/ui/link-button'
import { splitMinutes } from '@/components/rooms/split-minutes'
import { FirstScript } from '@/components/rooms/early-line/first-script'
import { Room } from '@/components/rooms/room'
import { ErrorView } from '@/components/shell/error-view'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { MeetingId } from '@/server/ids'
import { readPlainText } from '@/server/minutes/read'
import { enterRoom } from '@/server/rooms/enter-room'
import { readAskerOfPage, readNonce } from './read-asker-of-page'

type Props = { params: Promise<{ meetingId: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const entry = await enter((await params).meetingId)
  const t = await getTranslations('rooms')
  return entry.kind === 'in' ? { title: t('pageTitle', { title: entry.snapshot.meeting.title }) } : {}
}

export default async function RoomPage({ params }: Props) {
  const { meetingId } = await params
  const entry = await enter(meetingId)
  switch (entry.kind) {
    case 'signIn':
      return redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/rooms/${meetingId}`)}`)
    case 'door':
      return redirect(entry.path)
    case 'refused':
      return (
        <main id="main" tabIndex={-1}>
          <ErrorView code={entry.code}>
            {entry.code === 'seat_waiting' || entry.code === 'meeting_not_open' ? (
              <RetryButton meetingId={meetingId} />
            ) : null}
          </ErrorView>
        </main>
      )
    case 'in': {
      const { snapshot, countyId, media } = entry
      const text = await readPlainText(db(), countyId, snapshot.documentId)
      const { addresses, roomScript } = runtime()
      return (
        <>
          {roomScript ? (
            <FirstScript src={roomScript} nonce={await readNonce()} meetingId={meetingId} media={media} />
          ) : null}
          <Room
            initial={snapshot}
            minutes={splitMinutes(
              text,
              snapshot.agenda.map((item) => item.title),
            )}
            joinOrigin={addresses.public ?? addresses.lan[0] ?? null}
          />
        </>
      )
    }
  }
}

async function RetryButton({ meetingId }: { meetingId: string }) {
  const t = await getTranslations('rooms.plain')
  return (
    <LinkButton tone="primary" icon="sync" href={`/rooms/${meetingId}`} external>
      {t('retry')}
    </LinkButton>
  )
}

async function enter(text: string) {
  const meetingId = MeetingId.safeParse(text)
  if (!meetingId.success) return { kind: 'refused', code: 'not_found' } as const
  const { cookie, secure } = await readAskerOfPage()
  return enterOnce(meetingId.data, cookie, secure)
}

/** Page and title ask in one request: the second is told what the first found. */
const enterOnce = cache((meetingId: MeetingId, cookie: string, secure: boolean) =>
  enterRoom(db(), { cookie }, meetingId, secure, clock.now()),
)
