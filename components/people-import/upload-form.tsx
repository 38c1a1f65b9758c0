'use client'

import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Busy } from '@/components/ui/busy'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Progress } from '@/components/ui/progress'
import { Refusal } from './refusal'
import { useStreamedPost } from './use-streamed-post'

/** Without scripts it posts as it stands and comes back by address; `before` is what that address says. */
export function UploadForm({ before }: { before: { code: string; fields: Readonly<Record<string, string>> } | null }) {
  const t = useTranslations('people-import')
  const { standing, post } = useStreamedPost()
  const form = useRef<HTMLFormElement>(null)
  const refused = standing.at === 'refused' ? standing : standing.at === 'idle' ? before : null
  const isBusy = standing.at === 'sending' || standing.at === 'working'
  return (
    <form
      ref={form}
      action="/api/people-import"
      method="post"
      encType="multipart/form-data"
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) post('/api/people-import', new FormData(event.currentTarget))
      }}
    >
      {refused ? <Refusal code={refused.code} fields={refused.fields} /> : null}
      <Field label={t('upload.file')} hint={t('upload.hint')} required>
        <Input
          type="file"
          name="file"
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        />
      </Field>
      {standing.at === 'sending' ? (
        <Progress label={t('upload.sending')} value={standing.done} max={standing.total} />
      ) : null}
      {standing.at === 'working' ? (
        <>
          <Busy>{t('upload.reading')}</Busy>
          <Progress label={t('upload.reading')} />
        </>
      ) : null}
      <Button type="submit" tone="primary" icon="upload" busy={isBusy}>
        {t('upload.submit')}
      </Button>
    </form>
  )
}
