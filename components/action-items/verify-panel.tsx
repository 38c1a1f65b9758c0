'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { ActForm, type FormAction } from './act-form'

type Props = {
  action: FormAction
  id: string
  /** Number of the newest change on this page: a later report makes somebody look again. */
  seen: number
  onceKey: string
  mayClose: boolean
  mayReturn: boolean
  isOwnReport: boolean
  asked: ReactNode
  shown: ReactNode
}

/** What was asked for beside what was shown for it; then yes, or back with a word. */
export function VerifyPanel({ action, id, seen, onceKey, mayClose, mayReturn, isOwnReport, asked, shown }: Props) {
  const t = useTranslations('follow-up.verify')
  return (
    <section aria-labelledby="item-verify" className="verify">
      <h3 id="item-verify">{t('title')}</h3>
      <div className="verify-sides">
        <div>
          <h4>{t('asked')}</h4>
          {asked}
        </div>
        <div>
          <h4>{t('shown')}</h4>
          {shown}
        </div>
      </div>
      {isOwnReport ? <p className="meta">{t('own')}</p> : null}
      {mayClose || mayReturn ? (
        <ActForm
          action={action}
          hidden={{ id, from: 'toVerify', seen: String(seen), onceKey }}
          submit={t('close')}
          done={t('done')}
          fields={({ wrong, typed }) => (
            <>
              <p className="meta">{t('seen', { seq: seen })}</p>
              {wrong('parts') ? <p className="field-error">{wrong('parts')}</p> : null}
              <Field label={t('word')} hint={t('wordHint')} error={wrong('remark')}>
                <Textarea name="remark" rows={2} maxLength={2000} defaultValue={typed('remark')} />
              </Field>
            </>
          )}
          buttons={
            <div className="item-acts">
              {mayClose ? (
                <Button type="submit" name="to" value="done" tone="primary">
                  {t('close')}
                </Button>
              ) : null}
              {mayReturn ? (
                <Button type="submit" name="to" value="doing">
                  {t('return')}
                </Button>
              ) : null}
            </div>
          }
        />
      ) : null}
    </section>
  )
}
