'use client'

import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { UnitName } from '@/components/action-items/unit-name'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { UnitView } from '@/server/rooms/contract'
import './agenda.css'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Item = {
  id: string
  number: number
  title: string
  state: string
  dueOn: string | null
  lead: UnitView | null
  meeting: { id: string; title: string }
  latest: { remark: string; byName: string; at: Date } | null
  isNew: boolean
}
type Props = {
  items: readonly Item[]
  total: number
  today: string
  meetingId: string
  /** Null: who looks may not record what is said. */
  remark: Action | null
}

/** What earlier sittings left open, as it stands now, with what was last reported; what is said here goes to the item. */
export function FollowUpList({ items, total, today, meetingId, remark }: Props) {
  const t = useTranslations('agenda')
  const states = useTranslations('action-items.states')
  const format = useFormatter()
  if (items.length === 0) return <p className="meta">{t('nothingOpen')}</p>
  return (
    <>
      <ul className="follow-up">
        {items.map((item) => (
          <li key={item.id} data-unit={item.lead?.kind}>
            <Link className="item-title" href={`/action-items/${item.id}`}>
              {item.title}
            </Link>
            <span className="row row-wrap meta">
              {item.lead ? <UnitName unit={item.lead} small /> : null}
              <Badge>{states(item.state as 'todo')}</Badge>
              {item.dueOn ? (
                <span>{t('due', { day: format.dateTime(new Date(`${item.dueOn}T04:00:00Z`), 'day') })}</span>
              ) : null}
              {item.dueOn && item.dueOn < today ? (
                <Badge tone="danger" icon="warn">
                  {t('overdue')}
                </Badge>
              ) : null}
              <span>{item.meeting.title}</span>
            </span>
            {item.latest ? (
              <p>
                {item.isNew ? <Badge tone="good">{t('since')}</Badge> : null} {item.latest.remark}{' '}
                <span className="meta">
                  {t('saidBy', { name: item.latest.byName, when: format.dateTime(item.latest.at, 'dayMonthTime') })}
                </span>
              </p>
            ) : (
              <p className="meta">{t('nothingSaid')}</p>
            )}
            {remark ? <Remark id={item.id} title={item.title} meetingId={meetingId} action={remark} /> : null}
          </li>
        ))}
      </ul>
      {total > items.length ? <p className="meta">{t('more', { count: total - items.length })}</p> : null}
    </>
  )
}

function Remark({ id, title, meetingId, action }: { id: string; title: string; meetingId: string; action: Action }) {
  const t = useTranslations('agenda')
  const [state, submit, busy] = useActionState(action, freshForm)
  const wrong = useFieldError(state.fields)
  return (
    <details open={state.code !== null || undefined}>
      <summary>{t('remark')}</summary>
      <form action={submit} className="follow-up-remark" noValidate>
        <FormError code={state.code} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="meetingId" value={meetingId} />
        <Field label={t('remarkOn', { title })} error={wrong('remark')} required>
          <Input key={state.turn} name="remark" defaultValue={state.values.remark ?? ''} maxLength={1000} />
        </Field>
        <Button type="submit" busy={busy}>
          {t('record')}
        </Button>
      </form>
    </details>
  )
}
