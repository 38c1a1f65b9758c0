'use client'

import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { Icon } from '@/components/ui/icon'
import { readLines } from '@/server/minutes/contract'
import { useMinutes } from './context'

/** What the record of the sitting has, in words. Nobody types it: the button of the tools writes it anew. */
export function RecordBlockView(props: ReactNodeViewProps) {
  const t = useTranslations('minutes.fromRecord')
  const { isEditable } = useMinutes()
  const name = props.node.type.name === 'attendance' ? t('attendance') : t('speakers')
  return (
    <NodeViewWrapper as="div">
      <div className={props.selected ? 'rec is-selected' : 'rec'} role="group" aria-label={name}>
        <div className="rec-head">
          <Icon name={props.node.type.name === 'attendance' ? 'people' : 'clock'} />
          <span className="rec-no">{name}</span>
          <span className="meta">{t('source')}</span>
          {isEditable ? (
            <button
              type="button"
              className="rec-x rec-remove push"
              aria-label={t('remove', { name })}
              onClick={() => props.deleteNode()}
            >
              <Icon name="trash" size="small" />
            </button>
          ) : null}
        </div>
        <dl className="rec-body facts rec-lines">
          {readLines(props.node.attrs.lines).map(({ label, text }, at) => (
            <Fragment key={at}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </Fragment>
          ))}
        </dl>
      </div>
    </NodeViewWrapper>
  )
}
