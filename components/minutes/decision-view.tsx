'use client'

import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { decisionKinds, readRecord, type DecisionRecord } from '@/server/minutes/contract'
import { useMinutes } from './context'
import { LineField } from './line-field'
import { useRecord } from './records'
import { RecordFrame } from './record-frame'

/** A decision inside the text: its kind and its one sentence. */
export function DecisionView(props: ReactNodeViewProps) {
  const t = useTranslations('minutes.record')
  const { doc, isEditable, numberOf } = useMinutes()
  const id = String(props.node.attrs.recordId ?? '')
  const [raw, set] = useRecord(doc, id)
  const record = readRecord('decision', raw).record as DecisionRecord
  const number = numberOf(id)
  return (
    <NodeViewWrapper as="div">
      <RecordFrame
        recordId={id}
        icon="decision"
        name={number ? t('decisionNumber', { number }) : t('decision')}
        badge={
          isEditable ? (
            <select
              className="rec-field rec-kind"
              aria-label={t('decisionKind')}
              value={record.kind}
              onChange={(event) => set('kind', event.target.value)}
            >
              {decisionKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </select>
          ) : (
            <span className="badge badge-line">{t(`kinds.${record.kind}`)}</span>
          )
        }
        isSelected={props.selected}
        onRemove={isEditable ? props.deleteNode : undefined}
      >
        {isEditable ? (
          <LineField
            label={t('decisionText')}
            className="say"
            placeholder={t('decisionHint')}
            maxLength={4000}
            value={typeof raw.text === 'string' ? raw.text : ''}
            onText={(value) => set('text', value)}
            multiline
          />
        ) : (
          <p className="say">{record.text || t('untitled')}</p>
        )}
      </RecordFrame>
    </NodeViewWrapper>
  )
}
