'use client'

// The rows of the ledger as a form: boxes in the rows, and a bar with what can be done with those that are ticked. Before and
// without scripts it is the same form; the bar then stands below the rows.
import { useTranslations } from 'next-intl'
import {
  startTransition,
  useActionState,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { useToast } from '@/components/shell/toasts'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select, type Option } from '@/components/ui/select'
import type { SeveralVerb } from '@/server/action-items/several/contract'
import { freshSeveral, type SeveralState } from '@/server/action-items/several/model'
import { AllBox, ChosenContext } from './row-box'
import { SeveralOutcome } from './several-outcome'
import { boxesIn, useRowKeys } from './use-row-keys'
import './several.css'

export type SeveralAction = (before: SeveralState, data: FormData) => Promise<SeveralState>
export type SeveralOptions = {
  units: readonly { id: string; name: string }[]
  holders: readonly { id: string; name: string; unitId: string }[]
  duties: readonly { id: string; title: string }[]
}

type Props = {
  change: SeveralAction
  takeBack: SeveralAction
  options: SeveralOptions
  onceKey: string
  /** id → number and title, for what is said of each. */
  names: Readonly<Record<string, string>>
  children: ReactNode
}

const verbs = ['label', 'hand-over', 'duty', 'chase'] as const satisfies readonly SeveralVerb[]
const none: ReadonlySet<string> = new Set()
const never = () => () => {}
const yes = () => true
const no = () => false

export function SeveralForm({ change, takeBack, options, onceKey, names, children }: Props) {
  const t = useTranslations('ledger.several')
  const priorities = useTranslations('follow-up.labels.priorities')
  const [state, send, busy] = useActionState(change, freshSeveral)
  const [taken, sendBack, isTakingBack] = useActionState(takeBack, freshSeveral)
  const [count, setCount] = useState(0)
  const isReady = useSyncExternalStore(never, yes, no)
  const [all, setAll] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const wrong = useFieldError(state.fields)
  const typed = (name: string) => (state.code === null ? '' : (state.values[name] ?? ''))
  const toast = useToast()
  const told = useRef(0)

  const recount = useCallback(() => {
    const boxes = form.current ? boxesIn(form.current) : []
    const ticked = boxes.filter((box) => box.checked)
    setCount(ticked.length)
    setAll(boxes.length > 0 && ticked.length === boxes.length)
  }, [])
  useRowKeys(form, recount)
  useEffect(recount, [recount, state.turn, taken.turn, children])

  useEffect(() => {
    if (state.turn === told.current || state.code !== null) return
    told.current = state.turn
    const done = state.outcomes.filter(({ result }) => result === 'done')
    if (done.length === 0) return
    const back = new FormData()
    for (const { id, seq } of done) back.append('item', `${id}:${seq}`)
    toast({
      text: t('done', { count: done.length }),
      ...(state.verb !== 'chase' && {
        action: { label: t('takeBack'), onPress: () => startTransition(() => sendBack(back)) },
      }),
    })
  }, [state, toast, t, sendBack])

  const chosen = useMemo(() => {
    const ids = state.code === null ? none : new Set(state.chosen)
    return { turn: state.turn, ids }
  }, [state])

  const chooseAll = (on: boolean) => {
    for (const box of boxesIn(form.current!)) box.checked = on
    recount()
  }

  return (
    <ChosenContext.Provider value={chosen}>
      <SeveralOutcome state={state} taken={taken} names={names} sendBack={sendBack} busy={isTakingBack} />
      <form ref={form} action={send} className="several" data-ready={isReady || undefined} noValidate>
        <input type="hidden" name="onceKey" value={onceKey} />
        {/* Its room is kept before it works: rows that move under the finger are not hit. */}
        <div className="several-all">
          <AllBox checked={all} onAll={chooseAll} />
          <details className="several-keys">
            <summary>{t('keys.title')}</summary>
            <dl>
              {(['next', 'previous', 'choose', 'range', 'open', 'filter'] as const).map((key) => (
                <div key={key}>
                  <dt>
                    <kbd>{t(`keys.${key}.key`)}</kbd>
                  </dt>
                  <dd>{t(`keys.${key}.what`)}</dd>
                </div>
              ))}
            </dl>
          </details>
        </div>
        {children}
        <div className="several-bar" role="group" aria-label={t('bar')}>
          <p role="status">{isReady ? t('chosen', { count }) : t('bar')}</p>
          <FormError code={state.code} />
          {wrong('item') ? <p className="field-error">{wrong('item')}</p> : null}
          <Field label={t('verb')}>
            <Select
              key={state.turn}
              name="verb"
              defaultValue={typed('verb') || 'label'}
              options={verbs.map((verb) => ({ value: verb, label: t(`verbs.${verb}`) }))}
            />
          </Field>
          <div data-for="label">
            <Field label={t('priority')}>
              <Select
                key={state.turn}
                name="priority"
                defaultValue={typed('priority')}
                options={[
                  { value: '', label: t('leave') },
                  ...(['normal', 'high', 'urgent'] as const).map((value) => ({ value, label: priorities(value) })),
                ]}
              />
            </Field>
            <Field label={t('addTags')} error={wrong('addTags')}>
              <Input key={state.turn} name="addTags" maxLength={200} defaultValue={typed('addTags')} />
            </Field>
            <Field label={t('dropTags')} error={wrong('dropTags')}>
              <Input key={state.turn} name="dropTags" maxLength={200} defaultValue={typed('dropTags')} />
            </Field>
          </div>
          <div data-for="hand-over">
            <Field label={t('to')} error={wrong('to')}>
              <Select key={state.turn} name="to" defaultValue={typed('to')} options={receivers()} />
            </Field>
          </div>
          <div data-for="duty">
            <Field label={t('duty')} error={wrong('dutyId')}>
              <Select
                key={state.turn}
                name="dutyId"
                defaultValue={typed('dutyId')}
                options={[
                  { value: '', label: t('noDuty') },
                  ...options.duties.map(({ id, title }) => ({ value: id, label: title })),
                ]}
              />
            </Field>
          </div>
          <div data-for="hand-over chase">
            <Field label={t('reason')} error={wrong('reason')}>
              <Input key={state.turn} name="reason" maxLength={1000} defaultValue={typed('reason')} />
            </Field>
          </div>
          <Button type="submit" tone="primary" busy={busy}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </ChosenContext.Provider>
  )

  /** Each unit, and below it who speaks for it. */
  function receivers(): Option[] {
    return [
      { value: '', label: t('toWhom') },
      ...options.units.flatMap((unit) => [
        { value: unit.id, label: unit.name },
        ...options.holders
          .filter((holder) => holder.unitId === unit.id)
          .map((holder) => ({
            value: `${unit.id}:${holder.id}`,
            label: t('holder', { name: holder.name, unit: unit.name }),
          })),
      ]),
    ]
  }
}
