'use client'

import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react'
import { useTranslations } from 'next-intl'
import { UnitTag } from '@/components/bodies/unit-tag'
import { Icon } from '@/components/ui/icon'
import { readRecord, type ActionItemRecord } from '@/server/minutes/contract'
import { ActionItemFacts } from './action-item-facts'
import { useMinutes, type MinutesUnit } from './context'
import { LineField } from './line-field'
import { useRecord } from './records'
import { RecordFrame } from './record-frame'
import { UnitOptions } from './unit-options'

/** An action item inside the text: its words are typed here and projected into the ledger by the server. */
export function ActionItemView(props: ReactNodeViewProps) {
  const t = useTranslations('minutes.record')
  const { doc, units, isEditable } = useMinutes()
  const id = String(props.node.attrs.recordId ?? '')
  const [raw, set] = useRecord(doc, id)
  const record = readRecord('actionItem', raw).record as ActionItemRecord
  const lead = units.find((unit) => unit.id === record.leadUnitId) ?? null
  const number = typeof raw.number === 'string' ? raw.number.slice(0, 20) : null
  return (
    <NodeViewWrapper as="div">
      <RecordFrame
        recordId={id}
        icon="task"
        hue={lead?.kind}
        name={number ? t('actionItemNumber', { number }) : t('actionItem')}
        isSelected={props.selected}
        onRemove={isEditable ? props.deleteNode : undefined}
      >
        {isEditable ? (
          <EditFacts raw={raw} record={record} lead={lead} set={set} />
        ) : (
          <ActionItemFacts record={record} units={units} />
        )}
      </RecordFrame>
    </NodeViewWrapper>
  )
}

type FactsProps = { record: ActionItemRecord; lead: MinutesUnit | null }
const text = (value: unknown) => (typeof value === 'string' ? value : '')

function EditFacts({
  raw,
  record,
  lead,
  set,
}: FactsProps & { raw: Readonly<Record<string, unknown>>; set: (field: string, value: unknown) => void }) {
  const t = useTranslations('minutes.record')
  const { units } = useMinutes()
  const assisting = record.assistingUnitIds
  const rest = units.filter((unit) => unit.id !== record.leadUnitId && !assisting.some((id) => id === unit.id))
  return (
    <>
      <LineField
        label={t('title')}
        className="rec-title"
        placeholder={t('titleHint')}
        maxLength={300}
        value={text(raw.title)}
        onText={(value) => set('title', value)}
        multiline
      />
      <dl className="facts">
        <dt>{t('leadUnit')}</dt>
        <dd className="rec-unit" data-unit={lead?.kind}>
          <select
            className="rec-field"
            aria-label={t('leadUnit')}
            value={record.leadUnitId ?? ''}
            onChange={(event) => set('leadUnitId', event.target.value || null)}
          >
            <option value="">{t('choose')}</option>
            <UnitOptions units={units} />
          </select>
        </dd>
        <dt>{t('assistingUnits')}</dt>
        <dd className="rec-units">
          {assisting.map((id) => {
            const unit = units.find((each) => each.id === id)
            if (!unit) return null
            return (
              <span key={id} className="rec-chip">
                <UnitTag kind={unit.kind} name={unit.name} small />
                <button
                  type="button"
                  className="rec-x"
                  aria-label={t('removeUnit', { name: unit.name })}
                  onClick={() =>
                    set(
                      'assistingUnitIds',
                      assisting.filter((each) => each !== id),
                    )
                  }
                >
                  <Icon name="x" size="small" />
                </button>
              </span>
            )
          })}
          {rest.length > 0 ? (
            <select
              className="rec-field rec-add"
              aria-label={t('addUnit')}
              value=""
              onChange={(event) => event.target.value && set('assistingUnitIds', [...assisting, event.target.value])}
            >
              <option value="">{t('addUnit')}</option>
              <UnitOptions units={rest} />
            </select>
          ) : null}
        </dd>
        <dt>{t('owner')}</dt>
        <dd>
          <LineField
            label={t('owner')}
            placeholder={t('ownerHint')}
            maxLength={80}
            value={text(raw.owner)}
            onText={(value) => set('owner', value)}
          />
        </dd>
        <dt>{t('deliverable')}</dt>
        <dd>
          <LineField
            label={t('deliverable')}
            placeholder={t('deliverableHint')}
            maxLength={1000}
            value={text(raw.deliverable)}
            onText={(value) => set('deliverable', value)}
            multiline
          />
        </dd>
        <dt>{t('dueOn')}</dt>
        <dd>
          <input
            type="date"
            className="rec-field rec-date"
            aria-label={t('dueOn')}
            min="2000-01-01"
            max="2100-12-31"
            value={record.dueOn ?? ''}
            onChange={(event) => set('dueOn', event.target.value || null)}
          />
        </dd>
      </dl>
    </>
  )
}
