'use client'

import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useActionState, useEffect, useRef, useState, type FormEvent } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { KeepChildName } from '@/components/privacy/keep-child-name'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { WaitingContext } from '@/components/ui/waiting'
import { freshForm, type FormState } from '@/server/forms/contract'
import { dropDraft, keepDraft, readDraft } from './report-draft'
import type { FormAction } from './act-form'

type Props = {
  action: FormAction
  id: string
  /** Made by the server for this showing: a form sent twice is stored once, also without script. */
  onceKey: string
  percent: number
  /** Whether it may be handed over for verification along with the report. */
  mayFinish: boolean
  /** The item's units for which this person may speak; asked only where there are several. */
  units: readonly { id: string; name: string }[]
  mayKeepChildName: boolean
}

/** Milliseconds until what a lost line kept here is tried again; coming back online tries at once. */
const againMs = 15_000

/** From the phone in under a minute. What is typed stays on this device until the house says that it has it. */
export function ReportForm({ action, id, onceKey, percent, mayFinish, units, mayKeepChildName }: Props) {
  const t = useTranslations('follow-up.report')
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  // The way without script; with it `send` below asks the same action and can tell a lost line from a refusal.
  const [plain, submitPlain] = useActionState(action, freshForm)
  const [own, setOwn] = useState<FormState | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isWaiting, setWaiting] = useState(false)
  const [key, setKey] = useState(onceKey)
  const [shown, setShown] = useState(String(percent))
  const state = own ?? plain
  const wrong = useFieldError(state.fields)

  useEffect(() => {
    const kept = readDraft(id)
    const fields = form.current
    if (!kept || !fields) return
    const text = fields.elements.namedItem('text') as HTMLTextAreaElement
    if (text.value === '') text.value = kept.text

    setShown(kept.percent)
    const finished = fields.elements.namedItem('finished') as HTMLInputElement | null
    if (finished) finished.checked = kept.finished
    // What was sent into a dead line keeps its key: the house may have it.
    setKey(kept.onceKey)
    setWaiting(kept.isSent)
  }, [id])

  const keep = (isSent: boolean) => {
    const data = new FormData(form.current!)
    const draft = {
      text: textOf(data, 'text'),
      percent: textOf(data, 'percent'),
      finished: data.get('finished') === '1',
      onceKey: key,
      isSent,
    }
    if (draft.text.trim() === '' && !isSent) dropDraft(id)
    else keepDraft(id, draft)
  }

  const send = async () => {
    if (isBusy || !form.current) return
    setBusy(true)
    keep(true)
    try {
      const answer = await action(freshForm, new FormData(form.current))
      setWaiting(false)
      setOwn(answer)
      if (answer.code === null) {
        dropDraft(id)
        form.current.reset()
        setKey(crypto.randomUUID())
        router.refresh()
      } else keep(false)
    } catch {
      // Nothing came back: it is kept here and sent again with the same key.
      setWaiting(true)
    } finally {
      setBusy(false)
    }
  }

  const again = useRef(send)
  useEffect(() => {
    again.current = send
  })
  useEffect(() => {
    if (!isWaiting) return
    const tryAgain = () => void again.current()
    addEventListener('online', tryAgain)
    const timer = setInterval(tryAgain, againMs)
    return () => {
      removeEventListener('online', tryAgain)
      clearInterval(timer)
    }
  }, [isWaiting])

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }

  return (
    <form ref={form} action={submitPlain} onSubmit={onSubmit} onInput={() => keep(false)} className="stack" noValidate>
      <WaitingContext value={isBusy}>
        <FormError code={state.code} />
        {state.done && !isWaiting ? (
          <Notice tone="good" live>
            {t('done')}
          </Notice>
        ) : null}
        {isWaiting ? (
          <Notice tone="warn" icon="offline" title={t('offlineTitle')} live>
            {t('offline')}
          </Notice>
        ) : null}
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="onceKey" value={key} />
        {units.length > 1 ? (
          <Field label={t('unit')} error={wrong('unitId')}>
            <Select name="unitId" options={units.map(({ id: value, name }) => ({ value, label: name }))} />
          </Field>
        ) : null}
        <Field label={t('text')} hint={t('textHint')} error={wrong('text')} required>
          <Textarea name="text" rows={3} maxLength={4000} defaultValue={own ? undefined : (plain.values.text ?? '')} />
        </Field>
        <Field label={t('percent')} error={wrong('percent')} required>
          <Input
            name="percent"
            type="number"
            inputMode="numeric"
            min={0}
            max={100}
            value={shown}
            onChange={(event) => setShown(event.target.value)}
          />
        </Field>
        <div className="percent-steps" role="group" aria-label={t('steps')}>
          {['25', '50', '75', '100'].map((step) => (
            <Button key={step} size="small" aria-pressed={shown === step} onClick={() => isBusy || setShown(step)}>
              {t('step', { percent: step })}
            </Button>
          ))}
        </div>
        {mayFinish ? (
          <Choice name="finished" value="1" hint={t('finishedHint')}>
            {t('finished')}
          </Choice>
        ) : null}
        <KeepChildName fields={state.fields} mayKeep={mayKeepChildName} />
        <div className="item-acts">
          <Button type="submit" tone="primary" wide busy={isBusy}>
            {t('send')}
          </Button>
        </div>
      </WaitingContext>
    </form>
  )
}

const textOf = (data: FormData, name: string) => {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
