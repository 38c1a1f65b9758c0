'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { ActForm, type FormAction } from './act-form'
import { useDay } from './due'

export type ExtensionFacts = {
  id: string
  fromDue: string
  toDue: string
  reason: string
  unit: string
  askedBy: string
  askedOn: string
  state: 'asked' | 'granted' | 'refused'
  decidedBy: string | null
  decidedOn: string | null
  word: string
}

type Props = {
  ask: FormAction
  decide: FormAction
  id: string
  extensions: readonly ExtensionFacts[]
  dueOn: string | null
  mayAsk: boolean
  mayDecide: boolean
  isTextFinal: boolean
  isOverdue: boolean
  mayKeepChildName: boolean
}

/** More time: asked before the date, decided by somebody else, and every date that ever stood stays to be read. */
export function ExtensionPanel(props: Props) {
  const { ask, decide, id, extensions, dueOn, mayAsk, mayDecide, isTextFinal, isOverdue, mayKeepChildName } = props
  const t = useTranslations('follow-up.extension')
  const day = useDay()
  const waiting = extensions.find((each) => each.state === 'asked')
  if (extensions.length === 0 && !mayAsk) return null
  return (
    <section aria-labelledby="item-extension">
      <h3 id="item-extension">{t('title')}</h3>
      <ul className="plain-list">
        {extensions.map((each) => (
          <li key={each.id}>
            <b>{t('line', { from: day(each.fromDue), to: day(each.toDue, 'day') })}</b>{' '}
            <span className={`extension-${each.state}`}>{t(`states.${each.state}`)}</span>
            <span className="block">{each.reason}</span>
            <span className="meta block">
              {t('askedBy', { name: each.askedBy, unit: each.unit, on: day(each.askedOn, 'day') })}
              {each.decidedOn
                ? ` · ${t('decidedBy', { name: each.decidedBy ?? '', on: day(each.decidedOn, 'day') })}`
                : ''}
            </span>
            {each.word ? <span className="block">{each.word}</span> : null}
          </li>
        ))}
      </ul>
      {waiting && mayDecide ? (
        <ActForm
          action={decide}
          hidden={{ id, extensionId: waiting.id }}
          submit={t('grant')}
          done={t('decided')}
          fields={({ wrong, typed }) => (
            <Field label={t('word')} hint={t('wordHint')} error={wrong('word')}>
              <Textarea name="word" rows={2} maxLength={1000} defaultValue={typed('word')} />
            </Field>
          )}
          buttons={
            <div className="item-acts">
              <Button type="submit" name="decision" value="granted" tone="primary">
                {t('grant')}
              </Button>
              <Button type="submit" name="decision" value="refused">
                {t('refuse')}
              </Button>
            </div>
          }
        />
      ) : null}
      {mayAsk && !waiting && dueOn !== null ? (
        !isTextFinal ? (
          <p className="meta">{t('notFinal')}</p>
        ) : isOverdue ? (
          <p className="meta">{t('tooLate')}</p>
        ) : (
          <details className="fold">
            <summary>{t('ask')}</summary>
            <ActForm
              action={ask}
              hidden={{ id }}
              submit={t('send')}
              done={t('asked')}
              mayKeepChildName={mayKeepChildName}
              fields={({ wrong, typed }) => (
                <>
                  <p className="meta">{t('askHint', { due: day(dueOn, 'day') })}</p>
                  <Field label={t('toDue')} error={wrong('toDue')} required>
                    <Input name="toDue" type="date" min={dueOn} defaultValue={typed('toDue')} />
                  </Field>
                  <Field label={t('reason')} error={wrong('reason')} required>
                    <Textarea name="reason" rows={2} maxLength={1000} defaultValue={typed('reason')} />
                  </Field>
                </>
              )}
            />
          </details>
        )
      ) : null}
    </section>
  )
}
