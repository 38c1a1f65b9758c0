'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { FormError, useFieldError } from '@/components/people/form-error'
import { newId } from '@/components/shell/new-id'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { limits, type CommentInput } from '@/server/comments/contract'
import { CommentId } from '@/server/ids'
import type { Comments, Refused } from './use-comments'

type Props = {
  label: string
  rows: number
  /** What is sent: the word under an id that stays its own until it is done. */
  command: (id: CommentId, text: string) => CommentInput
  act: Comments['act']
  onDone: (isSent: boolean) => void
  /** Takes the caret to the word again when it changes. */
  about?: string | undefined
  children?: ReactNode
}

/** A word for the margin while it is written. Ctrl and Enter sends it, Escape gives it up; a refusal leaves what was typed. */
export function WordForm({ label, rows, command, act, onDone, about, children }: Props) {
  const t = useTranslations('comments')
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<Refused | null>(null)
  const [isBusy, setBusy] = useState(false)
  const wrong = useFieldError(refused?.fields ?? {})
  const box = useRef<HTMLTextAreaElement>(null)
  // One id for one word: a second try after a lost answer is the same.
  const id = useRef(CommentId.parse(newId()))
  useEffect(() => box.current?.focus(), [about])
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    if (isBusy) return
    setBusy(true)
    const answer = await act(command(id.current, text))
    setBusy(false)
    setRefused(answer)
    if (!answer) onDone(true)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Neither while a word is being composed.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
    else if (event.key === 'Escape') onDone(false)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <form className="margin-new" onSubmit={(event) => void send(event)} noValidate>
      {children}
      <FormError code={refused?.code ?? null} />
      <Field label={label} error={wrong('text')}>
        <Textarea
          ref={box}
          rows={rows}
          value={text}
          maxLength={limits.text}
          readOnly={isBusy}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </Field>
      <div className="row row-wrap">
        <Button type="submit" tone="primary" size="small" busy={isBusy}>
          {t('send')}
        </Button>
        <Button size="small" onClick={() => onDone(false)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
