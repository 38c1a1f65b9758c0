'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { Outcome } from '@/server/action-items/several/contract'
import type { SeveralState } from '@/server/action-items/several/model'

type Props = {
  state: SeveralState
  taken: SeveralState
  names: Readonly<Record<string, string>>
  sendBack: (data: FormData) => void
  busy: boolean
}

/** What became of each: how many were done, and of each that was not, why. Stays until the next answer. */
export function SeveralOutcome({ state, taken, names, sendBack, busy }: Props) {
  const t = useTranslations('ledger.several')
  const done = state.outcomes.filter(({ result }) => result === 'done')
  const isTaken = taken.outcomes.length > 0 && taken.outcomes.every(({ id }) => done.some((each) => each.id === id))
  if (isTaken) return <Told outcomes={taken.outcomes} title={(count) => t('tookBack', { count })} names={names} />
  if (state.outcomes.length === 0) return null
  return (
    <>
      <Told outcomes={state.outcomes} title={(count) => t('done', { count })} names={names} />
      {done.length > 0 && state.verb !== 'chase' ? (
        <form action={sendBack} className="several-back">
          {done.map(({ id, seq }) => (
            <input key={id} type="hidden" name="item" value={`${id}:${seq}`} />
          ))}
          <Button type="submit" size="small" busy={busy}>
            {t('takeBack')}
          </Button>
        </form>
      ) : null}
    </>
  )
}

function Told({
  outcomes,
  title,
  names,
}: {
  outcomes: readonly Outcome[]
  title: (count: number) => string
  names: Readonly<Record<string, string>>
}) {
  const t = useTranslations('ledger.several')
  const errors = useTranslations('errors')
  const fields = useTranslations('errors.fields')
  const count = outcomes.filter(({ result }) => result === 'done').length
  const others = outcomes.filter(({ result }) => result !== 'done')
  const why = ({ result, wrong }: Outcome) => {
    if (wrong !== undefined) return fields(wrong as Parameters<typeof fields>[0])
    switch (result) {
      case 'done':
      case 'same':
      case 'notNow':
      case 'neverLed':
      case 'conflict':
        return t(`results.${result}`)
      default:
        return errors(`${result}.title`)
    }
  }
  return (
    <Notice tone={others.length === 0 ? 'good' : 'warn'} title={title(count)} live>
      {others.length > 0 ? (
        <>
          <p>{t('notDone', { count: others.length })}</p>
          <ul className="several-refused">
            {others.map((each) => (
              <li key={each.id}>{t('resultOf', { name: names[each.id] ?? t('gone'), why: why(each) })}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  )
}
