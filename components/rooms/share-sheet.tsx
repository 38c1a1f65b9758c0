'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/sheet'
import { useCommand } from './use-command'
import { useRoom } from './use-room'

type Props = { open: boolean; onOpenChange: (open: boolean) => void }

/** Two devices in one room echo: one of them then has neither microphone nor loudspeaker. */
export function ShareSheet({ open, onOpenChange }: Props) {
  const t = useTranslations('chairing.share')
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const { me, seats } = snapshot
  const mine = seats.find(({ id }) => id === me.seatId)?.sharesWithSeatId ?? null
  const others = seats.filter(
    (seat) =>
      seat.id !== me.seatId && seat.admission === 'admitted' && seat.sharesWithSeatId === null && !seat.isOnSite,
  )
  const choose = (withSeatId: (typeof others)[number]['id'] | null) => void run('seat:share-device', { withSeatId })
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
      <p className="meta">{t('text')}</p>
      <Choices legend={t('title')}>
        <Choice
          type="radio"
          name="shares-with"
          checked={mine === null}
          disabled={busy !== null}
          onChange={() => choose(null)}
        >
          {t('alone')}
        </Choice>
        {others.map((seat) => (
          <Choice
            key={seat.id}
            type="radio"
            name="shares-with"
            checked={mine === seat.id}
            disabled={busy !== null}
            hint={seat.unit?.name}
            onChange={() => choose(seat.id)}
          >
            {seat.name}
          </Choice>
        ))}
      </Choices>
    </Sheet>
  )
}
