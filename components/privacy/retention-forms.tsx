'use client'

import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { useSize } from '@/components/files/use-size'
import { FormError, useFieldError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { freshForm, type FormState } from '@/server/forms/contract'
import type { Retention } from '@/server/privacy/contract'

type Action = (before: FormState, data: FormData) => Promise<FormState>
type Usage = { quotaBytes: number; usedBytes: number; count: number }
type Props = { days: Retention; usage: Usage; setDays: Action; setQuota: Action }

const names = ['sessionDays', 'linkDays', 'deviceDays', 'chatDays', 'coolingDays'] as const

/** For the system administrator: how long, and how much. */
export function RetentionForms({ days, usage, setDays, setQuota }: Props) {
  const t = useTranslations('privacy.retention')
  const size = useSize()
  const [answer, submitDays, isSettingDays] = useActionState(setDays, freshForm)
  const [room, submitQuota, isSettingQuota] = useActionState(setQuota, freshForm)
  const [wrongDays, wrongRoom] = [useFieldError(answer.fields), useFieldError(room.fields)]
  return (
    <div className="stack">
      <form action={submitDays} className="stack" noValidate>
        <FormError code={answer.code} />
        {answer.done ? (
          <Notice tone="good" live>
            {t('done')}
          </Notice>
        ) : null}
        {names.map((name) => (
          <Field key={name} label={t(name)} hint={t(`hints.${name}`)} error={wrongDays(name)}>
            <Input
              name={name}
              inputMode="numeric"
              defaultValue={answer.values[name] ?? String(days[name] ?? '')}
              maxLength={5}
            />
          </Field>
        ))}
        <Button type="submit" busy={isSettingDays}>
          {t('save')}
        </Button>
      </form>
      <form action={submitQuota} className="stack" noValidate>
        <FormError code={room.code} />
        {room.done ? (
          <Notice tone="good" live>
            {t('done')}
          </Notice>
        ) : null}
        <Progress label={t('used')} value={Math.min(usage.usedBytes, usage.quotaBytes)} max={usage.quotaBytes} />
        <p className="fine">
          {t('usedOf', { used: size(usage.usedBytes), all: size(usage.quotaBytes), count: usage.count })}
        </p>
        <Field label={t('quota')} hint={t('quotaHint')} error={wrongRoom('gigabytes')}>
          <Input
            name="gigabytes"
            inputMode="numeric"
            defaultValue={room.values.gigabytes ?? String(Math.round(usage.quotaBytes / 1024 ** 3))}
            maxLength={5}
          />
        </Field>
        <Button type="submit" busy={isSettingQuota}>
          {t('saveQuota')}
        </Button>
      </form>
    </div>
  )
}
