'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Busy } from '@/components/ui/busy'
import { Progress } from '@/components/ui/progress'
import { Refusal } from './refusal'
import { useStreamedPost } from './use-streamed-post'

/** The one press that stores everything that was previewed. */
export function ConfirmForm({ id, count, before }: { id: string; count: number; before: { code: string } | null }) {
  const t = useTranslations('people-import')
  const { standing, post } = useStreamedPost()
  const refused =
    standing.at === 'refused' ? standing : standing.at === 'idle' && before ? { ...before, fields: {} } : null
  const isBusy = standing.at === 'working' || standing.at === 'storing' || standing.at === 'sending'
  const url = `/api/people-import/${id}`
  return (
    <form
      action={url}
      method="post"
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) post(url, new FormData(event.currentTarget))
      }}
    >
      {refused ? <Refusal code={refused.code} fields={refused.fields} /> : null}
      {standing.at === 'storing' ? (
        <>
          <Busy>{t('confirm.storing', { done: standing.done, total: standing.total })}</Busy>
          <Progress label={t('confirm.progress')} value={standing.done} max={standing.total} />
        </>
      ) : isBusy ? (
        <Busy>{t('confirm.checking')}</Busy>
      ) : null}
      <Button type="submit" tone="primary" icon="check" busy={isBusy}>
        {t('confirm.submit', { count })}
      </Button>
      <p className="fine">{t('confirm.note')}</p>
    </form>
  )
}
