'use client'

import { useTranslations } from 'next-intl'
import { useRef, useState, type FormEvent } from 'react'
import { useToast } from '@/components/shell/toasts'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Sheet } from '@/components/ui/sheet'
import { Textarea } from '@/components/ui/textarea'
import { WaitingContext } from '@/components/ui/waiting'
import { QuestionId } from '@/server/ids'
import { newId } from '@/components/shell/new-id'
import { useCommand } from './use-command'
import { useRoom } from './use-room'

type Props = { open: boolean; onOpenChange: (open: boolean) => void }

/** A question in writing for who would rather not speak; and for who runs the room those that wait for an answer. */
export function QuestionSheet({ open, onOpenChange }: Props) {
  const t = useTranslations('chairing.question')
  const close = useTranslations('chairing.share')
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  const toast = useToast()
  const [text, setText] = useState('')
  const [isUnnamed, setIsUnnamed] = useState(false)
  // One id for one text: a second try after a lost answer is the same question.
  const id = useRef<{ text: string; id: QuestionId } | null>(null)
  const { me, meeting, questions } = snapshot

  async function onSubmit(event: FormEvent) {
    event.preventDefault()
    if (text.trim() === '') return
    if (id.current?.text !== text) id.current = { text, id: QuestionId.parse(newId()) }
    if (!(await run('question:ask', { id: id.current.id, text, isUnnamed }))) return
    id.current = null
    setText('')
    toast({ text: t('sent') })
  }

  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={close('close')}>
      {questions.length > 0 ? (
        <ul className="list" aria-label={t('list', { count: questions.length })}>
          {questions.map((question) => (
            <li key={question.id} className="item">
              <span className="grow">
                <b className="item-title">{question.text}</b>
                <span className="fine">{question.name ?? t('noName')}</span>
              </span>
              {me.mayRun ? (
                <Button
                  size="small"
                  busy={busy === question.id}
                  aria-label={t('answeredOf', { text: question.text })}
                  onClick={() => void run('question:answered', { id: question.id }, question.id)}
                >
                  {t('answered')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {me.mayChat ? (
        <form className="stack" onSubmit={(event) => void onSubmit(event)}>
          <WaitingContext value={busy === 'question:ask'}>
            <Field label={t('label')}>
              <Textarea
                rows={3}
                value={text}
                maxLength={1000}
                placeholder={t('placeholder')}
                onChange={(event) => setText(event.target.value)}
              />
            </Field>
            {meeting.mayAskUnnamed ? (
              <Choice
                checked={isUnnamed}
                hint={t('unnamedHint')}
                onChange={(event) => setIsUnnamed(event.target.checked)}
              >
                {t('unnamed')}
              </Choice>
            ) : null}
            <Button type="submit" tone="primary" busy={busy === 'question:ask'}>
              {t('send')}
            </Button>
          </WaitingContext>
        </form>
      ) : null}
    </Sheet>
  )
}
