'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice, type NoticeTone } from '@/components/ui/notice'
import { lineVerdict, type LineFindings, type LineVerdict } from '@/server/rooms/line-test/model'
import { useRefusal } from '@/components/rooms/use-command'
import { useRoom } from '@/components/rooms/use-room'
import { runLineTest, type LineStep } from './run-line-test'

type State =
  | { kind: 'idle' }
  | { kind: 'running'; step: LineStep }
  | { kind: 'done'; found: LineFindings }
  | { kind: 'failed'; text: string }

const tones: Record<LineVerdict, NoticeTone> = {
  good: 'good',
  saving: 'warn',
  sound: 'warn',
  noMedia: 'danger',
  noSignal: 'danger',
}

/** "Test my line": a verdict in plain words first, its figures in small print. */
export function LineTest() {
  const t = useTranslations('line-test')
  const { send } = useRoom()
  const refusal = useRefusal()
  const [state, setState] = useState<State>({ kind: 'idle' })
  const verdict = state.kind === 'done' ? lineVerdict(state.found) : null

  async function run() {
    setState({ kind: 'running', step: 'signal' })
    const answer = await send('media:test-line', {})
    if (!answer.ok) return setState({ kind: 'failed', text: refusal(answer.code) })
    const { media } = answer
    if (media.state !== 'ready') return setState({ kind: 'failed', text: t('unavailable') })
    const url = `${window.location.origin.replace(/^http/, 'ws')}${media.path}`
    const found = await runLineTest(url, media.token, (step) => setState({ kind: 'running', step })).catch(() => null)
    setState(found ? { kind: 'done', found } : { kind: 'failed', text: t('unavailable') })
  }

  return (
    <section className="line-test" aria-labelledby="line-test">
      <h3 className="label" id="line-test">
        {t('title')}
      </h3>
      <p className="fine">{t('text')}</p>
      <Button icon="sync" busy={state.kind === 'running'} onClick={() => void run()}>
        {t('start')}
      </Button>
      <div role="status">
        {state.kind === 'running' ? <p className="meta">{t(`step.${state.step}`)}</p> : null}
        {state.kind === 'failed' ? <Notice tone="warn">{state.text}</Notice> : null}
        {state.kind === 'done' && verdict ? (
          <Notice tone={tones[verdict]} title={t(`verdict.${verdict}.title`)}>
            <p>{t(`verdict.${verdict}.next`)}</p>
            <Figures found={state.found} />
          </Notice>
        ) : null}
      </div>
    </section>
  )
}

function Figures({ found: { rttMs, loss, upKbps } }: { found: LineFindings }) {
  const t = useTranslations('line-test')
  if (rttMs === null || loss === null || upKbps === null) return null
  return <p className="fine">{t('figures', { rtt: rttMs, loss: Math.round(loss * 100), up: upKbps })}</p>
}
