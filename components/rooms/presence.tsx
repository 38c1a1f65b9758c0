'use client'

import { useParticipants } from '@livekit/components-react'
import { useTranslations } from 'next-intl'
import { UnitTag } from '@/components/ui/unit-tag'
import { UnitKind } from '@/server/rooms/contract'
import { joinPeople } from './join-people'
import { useUnitWords } from './unit-words'
import { useMedia } from './use-media'
import { useRoom } from './use-room'

/** One seat, one square, by kind of unit: full while somebody is here, an outline for who was let in and is away. */
export function Presence() {
  const t = useTranslations('rooms.presence')
  const words = useUnitWords()
  const { snapshot } = useRoom()
  const media = useMedia()
  const participants = useParticipants({ room: media.room })
  const peers = participants.map((participant) => ({
    identity: participant.identity,
    metadata: participant.metadata,
    hasVideo: false,
    isLocal: participant.isLocal,
  }))
  const isUp = media.state.kind === 'connected' || media.state.kind === 'reconnecting'
  const here = new Set(joinPeople(snapshot.seats, isUp ? peers : null, snapshot.me.seatId).map(({ seat }) => seat.id))
  const admitted = snapshot.seats.filter((seat) => seat.admission === 'admitted')
  const kinds = UnitKind.options.map((kind) => ({ kind, seats: admitted.filter((seat) => seat.unit?.kind === kind) }))
  const withoutUnit = admitted.filter((seat) => seat.unit === null)
  return (
    <section aria-labelledby="room-presence">
      <div className="pane-head">
        <h2 className="subheading" id="room-presence">
          {t('title')}
        </h2>
        <span className="fine push">
          {isUp ? t('count', { count: here.size }) : t('admitted', { count: here.size })}
        </span>
      </div>
      <dl className="seats">
        {kinds.map(({ kind, seats }) => {
          const present = seats.filter((seat) => here.has(seat.id)).length
          return (
            <div key={kind} className="seats-row">
              <dt>
                <UnitTag hue={kind} mark={words(kind).mark} name={words(kind).short} small />
              </dt>
              <dd className="row" data-unit={kind} aria-hidden="true">
                {seats.map((seat) => (
                  <i key={seat.id} className={here.has(seat.id) ? 'in' : undefined} />
                ))}
              </dd>
              <dd className="nowrap">{t('people', { count: present })}</dd>
            </div>
          )
        })}
      </dl>
      {withoutUnit.length > 0 ? <p className="fine">{t('withoutUnit', { count: withoutUnit.length })}</p> : null}
    </section>
  )
}
