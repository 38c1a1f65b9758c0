import { useFormatter, useTranslations } from 'next-intl'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Badge } from '@/components/ui/badge'
import type { FormState } from '@/server/forms/contract'
import type { ConsentView } from '@/server/privacy/contract'
import './privacy.css'

type Action = (before: FormState, data: FormData) => Promise<FormState>

export function ConsentRows({ consents, action }: { consents: readonly ConsentView[]; action: Action }) {
  const t = useTranslations('privacy.consents')
  const format = useFormatter()
  return (
    <ul>
      {consents.map(({ purpose, state, givenAt, withdrawnAt }) => {
        const since = state === 'given' ? givenAt : withdrawnAt
        const title = t(`${purpose}.title`)
        return (
          <li key={purpose} className="consent">
            <div className="grow">
              <b>{title}</b>{' '}
              <Badge tone={state === 'given' ? 'good' : 'plain'} icon={state === 'given' ? 'check' : undefined}>
                {t(`states.${state}`)}
              </Badge>
              <p>{t(`${purpose}.wording`)}</p>
              <p className="fine">
                {t(`${purpose}.otherwise`)}
                {since && state !== 'unasked' ? ` ${t('since', { day: format.dateTime(since, 'day') })}` : ''}
              </p>
            </div>
            <span className="row row-wrap">
              {state === 'given' ? null : (
                <OneButtonForm
                  action={action}
                  fields={{ purpose, answer: 'yes' }}
                  small
                  label={t('agreeTo', { title })}
                >
                  {t('agree')}
                </OneButtonForm>
              )}
              {state === 'refused' ? null : (
                <OneButtonForm
                  action={action}
                  fields={{ purpose, answer: 'no' }}
                  small
                  label={t('withdrawOf', { title })}
                >
                  {t(state === 'given' ? 'withdraw' : 'refuse')}
                </OneButtonForm>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
