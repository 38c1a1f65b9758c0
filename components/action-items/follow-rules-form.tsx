'use client'

import { useTranslations } from 'next-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { FollowRules } from '@/server/follow-up/contract'
import { ActForm, type FormAction } from './act-form'

type Props = { action: FormAction; bodyId: string; rules: FollowRules & { version: number } }

const text = (days: number | null) => (days === null ? '' : String(days))

export function FollowRulesForm({ action, bodyId, rules }: Props) {
  const t = useTranslations('follow-up.rules')
  const fields = [
    { name: 'blueDays', label: t('blue'), hint: undefined, value: rules.blueDays },
    { name: 'yellowDays', label: t('yellow'), hint: undefined, value: rules.yellowDays },
    { name: 'chaseDays', label: t('chase'), hint: t('chaseHint'), value: rules.chaseDays },
    { name: 'escalateDays', label: t('escalate'), hint: t('escalateHint'), value: rules.escalateDays },
  ]
  return (
    <ActForm
      action={action}
      hidden={{ bodyId, version: String(rules.version) }}
      submit={t('send')}
      tone="primary"
      done={t('done')}
      fields={({ wrong, typed }) =>
        fields.map(({ name, label, hint, value }) => (
          <Field key={name} label={label} hint={hint} error={wrong(name)}>
            <Input
              name={name}
              type="number"
              inputMode="numeric"
              min={0}
              max={90}
              defaultValue={typed(name, text(value))}
            />
          </Field>
        ))
      }
    />
  )
}
