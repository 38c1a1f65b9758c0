'use client'

// Views kept under a name, as links, and a form to keep the one that is shown now. Renaming and removing stand in a fold.
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { startTransition, useActionState, useEffect, useRef } from 'react'
import { FormError } from '@/components/people/form-error'
import { useToast } from '@/components/shell/toasts'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { KeepView, ViewOfLedger } from '@/server/ledger-views/contract'
import { freshRemove, type RemoveState } from '@/server/ledger-views/model'
import { ActForm, type FormAction } from './act-form'
import './kept-views.css'

type Props = {
  views: readonly ViewOfLedger[]
  /** What is shown now, after the question mark. */
  query: string
  /** Those in which this person runs the body. */
  bodies: readonly { id: string; name: string }[]
  keep: FormAction
  rename: FormAction
  remove: (before: RemoveState, data: FormData) => Promise<RemoveState>
}

export function KeptViews({ views, query, bodies, keep, rename, remove }: Props) {
  const t = useTranslations('ledger.views')
  const [removed, sendRemove] = useActionState(remove, freshRemove)
  const [again, sendAgain, isComing] = useActionState(keep, freshForm)
  const current = views.find((view) => view.query === query)
  const mine = views.filter((view) => view.isMine)
  useUndo(removed, again, sendAgain)
  return (
    <section className="kept-views" aria-label={t('label')}>
      {views.length > 0 ? (
        <nav aria-label={t('label')}>
          <ul>
            {views.map((view) => (
              <li key={view.id}>
                <Link
                  className="btn btn-small"
                  href={`/action-items?${view.query}`}
                  aria-current={view === current ? 'true' : undefined}
                >
                  {view.body ? t('ofBody', { name: view.name, body: view.body.name }) : view.name}
                </Link>
                {view.gone.length > 0 ? <span className="fine">{t('isGone')}</span> : null}
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {current && current.gone.length > 0 ? (
        <Notice tone="warn" title={t('goneTitle')}>
          {current.gone.map((name) => t(`gone.${name}`)).join(' ')}
        </Notice>
      ) : null}
      <FormError code={removed.code ?? again.code} />
      {removed.was && again.turn < removed.turn ? (
        <form action={sendAgain} className="kept-removed">
          <span role="status">{t('removed', { name: removed.was.name })}</span>
          <Again was={removed.was} />
          <Button type="submit" size="small" busy={isComing}>
            {t('putBack')}
          </Button>
        </form>
      ) : null}
      <details className="kept-fold">
        <summary>{t('manage')}</summary>
        <ActForm
          action={keep}
          hidden={{ query, ...(bodies.length === 0 && { bodyId: '' }) }}
          submit={t('keep')}
          done={t('kept')}
          fields={({ wrong, typed }) => (
            <div className="kept-fields">
              <Field label={t('name')} hint={t('nameHint')} error={wrong('name')} required>
                <Input name="name" maxLength={40} defaultValue={typed('name')} />
              </Field>
              {bodies.length > 0 ? (
                <Field label={t('whose')}>
                  <Select
                    name="bodyId"
                    defaultValue={typed('bodyId')}
                    options={[
                      { value: '', label: t('own') },
                      ...bodies.map(({ id, name }) => ({ value: id, label: t('forAll', { body: name }) })),
                    ]}
                  />
                </Field>
              ) : null}
            </div>
          )}
        />
        <ul className="kept-mine">
          {mine.map((view) => (
            <li key={view.id}>
              <ActForm
                action={rename}
                hidden={{ id: view.id }}
                submit={t('rename')}
                fields={({ wrong, typed }) => (
                  <Field label={t('newName', { name: view.name })} error={wrong('name')}>
                    <Input name="name" maxLength={40} defaultValue={typed('name', view.name)} />
                  </Field>
                )}
              />
              <form action={sendRemove}>
                <input type="hidden" name="id" value={view.id} />
                <Button type="submit" tone="quiet" icon="x" aria-label={t('removeOf', { name: view.name })}>
                  {t('remove')}
                </Button>
              </form>
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

const Again = ({ was }: { was: KeepView }) =>
  Object.entries(was).map(([name, value]) => <input key={name} type="hidden" name={name} value={value ?? ''} />)

/** Said once for each that was removed, with the way back. */
function useUndo(removed: RemoveState, again: FormState, sendAgain: (data: FormData) => void) {
  const t = useTranslations('ledger.views')
  const toast = useToast()
  const told = useRef(0)
  useEffect(() => {
    if (removed.turn === told.current || removed.was === null) return
    told.current = removed.turn
    const data = new FormData()
    for (const [name, value] of Object.entries(removed.was)) data.set(name, value ?? '')
    toast({
      text: t('removed', { name: removed.was.name }),
      action: { label: t('putBack'), onPress: () => startTransition(() => sendAgain(data)) },
    })
  }, [removed, again, sendAgain, toast, t])
}
