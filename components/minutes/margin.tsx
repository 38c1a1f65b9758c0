'use client'

import type { Editor } from '@tiptap/core'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import { useAnnounce } from '@/components/shell/announcer'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Line } from '@/components/ui/line'
import { Select } from '@/components/ui/select'
import type { CommentView } from '@/server/comments/contract'
import { CommentCard } from './comment-card'
import { placeOf, type Place } from './commenting'
import { itemHeading } from './item-heading'
import type { Comments } from './use-comments'
import { WordForm } from './word-form'

/** Where a new word is to stand. A place that is null: at the item as a whole, which can then be chosen. */
export type Draft = { agendaItemId: string; place: Place | null }
type Item = { id: string; position: number; title: string }

type Props = {
  comments: Comments
  doc: Y.Doc
  items: readonly Item[]
  locale: string
  editorOf: (itemId: string) => Editor | null
  draft: Draft | null
  onDraft: (draft: Draft | null) => void
  current: string | null
  onCurrent: (id: string) => void
  onClose: () => void
}

/** The words in the margin, in the order of the text; what is settled folds away. */
export function Margin(props: Props) {
  const { comments, items, editorOf, draft, onClose } = props
  const t = useTranslations('comments')
  const list = comments.list?.comments ?? []
  useChangesOf(props.doc)
  const placed = list
    .map((comment) => {
      const editor = editorOf(comment.agendaItemId)
      const place = comment.anchor && editor ? placeOf(editor, comment.anchor, comment.quote) : null
      return { comment, item: items.findIndex(({ id }) => id === comment.agendaItemId), place }
    })
    // Of the item as a whole, or of words that are gone: after those that have a place in it.
    .sort((a, b) => a.item - b.item || (a.place ?? Infinity) - (b.place ?? Infinity) || 0)
  const open = placed.filter(({ comment }) => comment.settled === null)
  const settled = placed.filter(({ comment }) => comment.settled !== null)
  const card = ({ comment, place }: (typeof placed)[number]) => (
    <CommentCard
      key={comment.id}
      comment={comment}
      heading={headingOf(props, comment)}
      hasLostPlace={comment.anchor !== null && comment.settled === null && place === null}
      maySettle={comment.isMine || comments.list!.maySettle}
      mayAnswer={comments.list!.mayComment}
      act={comments.act}
      isCurrent={props.current === comment.id}
      onCurrent={() => props.onCurrent(comment.id)}
    />
  )
  return (
    <aside className="margin" aria-label={t('title')}>
      <div className="margin-head">
        <h3>{t('title')}</h3>
        <IconButton icon="x" label={t('close')} onClick={onClose} bare />
      </div>
      {draft ? <Composer {...props} draft={draft} /> : null}
      {comments.isFailing ? (
        <Line
          tone="bad"
          icon="warn"
          action={
            <Button size="small" onClick={() => void comments.read()}>
              {t('again')}
            </Button>
          }
        >
          {t('failed')}
        </Line>
      ) : null}
      {comments.list === null && !comments.isFailing ? (
        <p className="meta" role="status">
          {t('reading')}
        </p>
      ) : null}
      {comments.list && list.length === 0 && !draft ? (
        <p className="meta">{t(comments.list.mayComment ? 'none' : 'noneToRead')}</p>
      ) : null}
      {open.length > 0 ? (
        <ol className="margin-list" aria-label={t('open', { count: open.length })}>
          {open.map(card)}
        </ol>
      ) : null}
      {settled.length > 0 ? (
        <details className="margin-settled">
          <summary>{t('settled', { count: settled.length })}</summary>
          <ol className="margin-list">{settled.map(card)}</ol>
        </details>
      ) : null}
    </aside>
  )
}

/** Milliseconds after a change of the text until places in it are looked up again. */
const lookAgainAfter = 300

function useChangesOf(doc: Y.Doc): void {
  const [, setTurn] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null
        setTurn((turn) => turn + 1)
      }, lookAgainAfter)
    }
    doc.on('update', soon)
    return () => {
      doc.off('update', soon)
      if (timer) clearTimeout(timer)
    }
  }, [doc])
}

function headingOf(
  { items, locale }: Pick<Props, 'items' | 'locale'>,
  { agendaItemId }: Pick<CommentView, 'agendaItemId'>,
) {
  const item = items.find(({ id }) => id === agendaItemId)
  return item ? itemHeading(locale, item.position, item.title) : ''
}

function Composer({ comments, items, locale, draft, onDraft }: Props & { draft: Draft }) {
  const t = useTranslations('comments')
  const announce = useAnnounce()
  const { agendaItemId, place } = draft
  return (
    <WordForm
      label={t('word')}
      rows={3}
      about={place?.anchor.from}
      command={(id, text) => ({
        do: 'add',
        id,
        agendaItemId: agendaItemId as CommentView['agendaItemId'],
        anchor: place?.anchor ?? null,
        quote: place?.quote ?? '',
        text,
      })}
      act={comments.act}
      onDone={(isSent) => {
        if (isSent) announce(t('sent'))
        onDraft(null)
      }}
    >
      {place ? (
        <blockquote className="comment-quote">{place.quote || t('record')}</blockquote>
      ) : (
        <Field label={t('about')}>
          <Select
            value={agendaItemId}
            onChange={(event) => onDraft({ place, agendaItemId: event.target.value })}
            options={items.map((item) => ({
              value: item.id,
              label: headingOf({ items, locale }, { agendaItemId: item.id as CommentView['agendaItemId'] }),
            }))}
          />
        </Field>
      )}
    </WordForm>
  )
}
