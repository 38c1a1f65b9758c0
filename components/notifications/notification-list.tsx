'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { FormError } from '@/components/people/form-error'
import { Icon, type IconName } from '@/components/ui/icon'
import { freshForm, type FormState } from '@/server/forms/contract'
import { groupOf, type NotificationGroup, type NotificationView } from '@/server/notifications/contract'
import { valuesOf } from '@/server/notifications/model'
import './notifications.css'

type Props = {
  told: readonly NotificationView[]
  open: (before: FormState, data: FormData) => Promise<FormState>
}

const icons: Record<NotificationGroup, IconName> = {
  meeting: 'calendar',
  minutes: 'minutes',
  item: 'task',
  topic: 'topic',
  vote: 'vote',
}

/** Each line is one press: it is read then, and leads to what it tells about. */
export function NotificationList({ told, open }: Props) {
  const t = useTranslations('notifications')
  const format = useFormatter()
  const [state, submit] = useActionState(open, freshForm)
  return (
    <form action={submit}>
      <FormError code={state.code} />
      <ul className="told">
        {told.map((each) => {
          const values = valuesOf(each.detail, each.thing, {
            untitled: (thing) => t(`untitled.${thing}`),
            instant: (at) => format.dateTime(at, 'dayMonthTime'),
            day: (on) => format.dateTime(new Date(`${on}T00:00:00Z`), { dateStyle: 'long', timeZone: 'UTC' }),
          })
          return (
            <li key={each.id}>
              <button
                type="submit"
                name="id"
                value={each.id}
                className="told-line"
                data-unread={!each.isRead || undefined}
              >
                <Icon name={icons[groupOf(each.kind)]} />
                <span className="told-words">
                  <span>{t(`kinds.${each.kind}`, values)}</span>
                  {each.detail.text ? <span className="meta pre-line">{each.detail.text}</span> : null}
                  <span className="fine">{format.dateTime(each.createdAt, 'dayMonthTime')}</span>
                </span>
                {each.isRead ? null : <span className="told-new">{t('new')}</span>}
              </button>
            </li>
          )
        })}
      </ul>
    </form>
  )
}
