'use client'

import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { VoteResultView } from '@/components/votes/vote-result'
import { useMinutes } from './context'

/** A vote inside the text: live while it runs, fixed once it is closed. What it says is the server's, nobody types it. */
export function VoteNodeView(props: ReactNodeViewProps) {
  const t = useTranslations('votes')
  const { votes, isEditable } = useMinutes()
  const vote = votes.find(({ id }) => id === props.node.attrs.recordId)
  return (
    <NodeViewWrapper as="div">
      <div
        className={props.selected ? 'rec is-selected' : 'rec'}
        role="group"
        aria-label={vote?.question ?? t('title')}
        data-vote-in-text={vote?.id}
      >
        <div className="rec-head">
          <Icon name="vote" />
          <span className="rec-no">{vote?.question ?? t('title')}</span>
          {isEditable ? (
            <button
              type="button"
              className="rec-x rec-remove push"
              aria-label={t('remove')}
              onClick={() => props.deleteNode()}
            >
              <Icon name="trash" size="small" />
            </button>
          ) : null}
        </div>
        <div className="rec-body">
          {vote && vote.state !== 'cancelled' ? <VoteResultView vote={vote} /> : <p className="meta">{t('gone')}</p>}
        </div>
      </div>
    </NodeViewWrapper>
  )
}
