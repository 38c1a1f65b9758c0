'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { UnitMark } from '@/components/action-items/unit-name'
import { FormError } from '@/components/people/form-error'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { CommentView, Said } from '@/server/comments/contract'
import type { Comments, Refused } from './use-comments'
import { WordForm } from './word-form'

type Props = {
  comment: CommentView
  /** Of the agenda item. */
  heading: string
  hasLostPlace: boolean
  maySettle: boolean
  mayAnswer: boolean
  act: Comments['act']
  isCurrent: boolean
  onCurrent: () => void
}

/** One word in the margin with its answers. Pressing the quoted words goes to them. */
export function CommentCard({
  comment,
  heading,
  hasLostPlace,
  maySettle,
  mayAnswer,
  act,
  isCurrent,
  onCurrent,
}: Props) {
  const t = useTranslations('comments')
  const format = useFormatter()
  const [isAnswering, setAnswering] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const card = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isCurrent) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  const run = async (command: Parameters<Comments['act']>[0]) => setRefused(await act(command))
  const { id, settled } = comment
  const isSettled = settled !== null
  return (
    <li ref={card} className="comment" data-current={isCurrent || undefined} data-comment={id}>
      <Words said={comment} onTakeBack={mayAnswer ? () => void run({ do: 'take-back', id }) : null}>
        {comment.anchor ? (
          <button type="button" className="comment-quote" onClick={onCurrent} disabled={isSettled || hasLostPlace}>
            <span className="sr">{t('goTo')} </span>
            {comment.quote || t('record')}
          </button>
        ) : (
          <p className="comment-quote">{heading}</p>
        )}
        {hasLostPlace ? <p className="fine">{t('lost', { heading })}</p> : null}
      </Words>
      {comment.answers.length > 0 ? (
        <ol className="comment-answers" aria-label={t('answers')}>
          {comment.answers.map((answer) => (
            <li key={answer.id}>
              <Words said={answer} onTakeBack={mayAnswer ? () => void run({ do: 'take-back', id: answer.id }) : null} />
            </li>
          ))}
        </ol>
      ) : null}
      {settled ? (
        <p className="fine">
          <Icon name="check" size="small" />{' '}
          {t('settledBy', {
            name: settled.by ?? '',
            hasName: settled.by ? 'yes' : 'no',
            time: format.dateTime(new Date(settled.at), 'dayMonthTime'),
          })}
        </p>
      ) : null}
      <FormError code={refused?.code ?? null} />
      {isAnswering ? (
        <WordForm
          label={t('yourAnswer')}
          rows={2}
          command={(own, text) => ({ do: 'answer', id: own, answersId: id, text })}
          act={act}
          onDone={() => setAnswering(false)}
        />
      ) : (
        <div className="row row-wrap">
          {mayAnswer && !isSettled ? (
            <Button size="small" tone="quiet" onClick={() => setAnswering(true)}>
              {t('answer')}
            </Button>
          ) : null}
          {maySettle && mayAnswer ? (
            <Button
              size="small"
              tone="quiet"
              icon={isSettled ? 'undo' : 'check'}
              onClick={() => void run({ do: 'settle', id, isSettled: !isSettled })}
            >
              {t(isSettled ? 'openAgain' : 'settle')}
            </Button>
          ) : null}
        </div>
      )}
    </li>
  )
}

function Words({ said, onTakeBack, children }: { said: Said; onTakeBack: (() => void) | null; children?: ReactNode }) {
  const t = useTranslations('comments')
  const format = useFormatter()
  return (
    <>
      <div className="comment-who">
        {said.unit ? <UnitMark unit={said.unit} /> : null}
        <b>{said.name}</b>
        <time className="fine" dateTime={said.at}>
          {format.dateTime(new Date(said.at), 'dayMonthTime')}
        </time>
        {said.isMine && said.text !== '' && onTakeBack ? (
          <button
            type="button"
            className="rec-x push"
            aria-label={t('takeBack')}
            title={t('takeBack')}
            onClick={onTakeBack}
          >
            <Icon name="trash" size="small" />
          </button>
        ) : null}
      </div>
      {children}
      <p className="comment-text">{said.text || <em className="meta">{t('takenBack')}</em>}</p>
    </>
  )
}
