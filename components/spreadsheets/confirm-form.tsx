'use client'

import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Busy } from '@/components/ui/busy'
import { Progress } from '@/components/ui/progress'
import type { Refused } from './upload-form'
import { useStreamedPost } from './use-streamed-post'

type Props = {
  url: string
  words: Readonly<Record<'submit' | 'checking' | 'progress' | 'note', string>>
  storing: (done: number, total: number) => string
  before: { code: string } | null
  refusal: (refused: Refused) => ReactNode
}

/** The one press that stores everything that was previewed. */
export function ConfirmForm({ url, words, storing, before, refusal }: Props) {
  const { standing, post } = useStreamedPost()
  const refused =
    standing.at === 'refused' ? standing : standing.at === 'idle' && before ? { ...before, fields: {} } : null
  const isBusy = standing.at === 'working' || standing.at === 'storing' || standing.at === 'sending'
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
      {refused ? refusal(refused) : null}
      {standing.at === 'storing' ? (
        <>
          <Busy>{storing(standing.done, standing.total)}</Busy>
          <Progress label={words.progress} value={standing.done} max={standing.total} />
        </>
      ) : isBusy ? (
        <Busy>{words.checking}</Busy>
      ) : null}
      <Button type="submit" tone="primary" icon="check" busy={isBusy}>
        {words.submit}
      </Button>
      <p className="fine">{words.note}</p>
    </form>
  )
}
