'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Busy } from '@/components/ui/busy'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Progress } from '@/components/ui/progress'
import { useStreamedPost } from './use-streamed-post'

/** Why a file or a confirmation was refused. */
export type Refused = { code: string; fields: Readonly<Record<string, string>> }

type Props = {
  url: string
  words: Readonly<Record<'file' | 'hint' | 'sending' | 'reading' | 'submit', string>>
  /** What the address says of a form that was posted without scripts. */
  before: Refused | null
  refusal: (refused: Refused) => ReactNode
  /** Asked before the file. */
  children?: ReactNode
}

/** Without scripts it posts as it stands and comes back by address. */
export function UploadForm({ url, words, before, refusal, children }: Props) {
  const { standing, post } = useStreamedPost()
  const refused = standing.at === 'refused' ? standing : standing.at === 'idle' ? before : null
  const isBusy = standing.at === 'sending' || standing.at === 'working'
  return (
    <form
      action={url}
      method="post"
      encType="multipart/form-data"
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) post(url, new FormData(event.currentTarget))
      }}
    >
      {refused ? refusal(refused) : null}
      {children}
      <Field label={words.file} hint={words.hint} required>
        <Input
          type="file"
          name="file"
          accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        />
      </Field>
      {standing.at === 'sending' ? <Progress label={words.sending} value={standing.done} max={standing.total} /> : null}
      {standing.at === 'working' ? (
        <>
          <Busy>{words.reading}</Busy>
          <Progress label={words.reading} />
        </>
      ) : null}
      <Button type="submit" tone="primary" icon="upload" busy={isBusy}>
        {words.submit}
      </Button>
    </form>
  )
}
