import { useFormatter, useTranslations } from 'next-intl'
import { UnitTag } from '@/components/bodies/unit-tag'
import { Icon } from '@/components/ui/icon'
import type { ActionItemRecord } from '@/server/minutes/contract'
import type { MinutesUnit } from './context'

/** An action item to read: in the editor of somebody who may not write, and in the plain view without an editor. */
export function ActionItemFacts({ record, units }: { record: ActionItemRecord; units: readonly MinutesUnit[] }) {
  const t = useTranslations('minutes.record')
  const format = useFormatter()
  const lead = units.find((unit) => unit.id === record.leadUnitId)
  const assisting = units.filter((unit) => record.assistingUnitIds.some((id) => id === unit.id))
  return (
    <>
      <b>{record.title || t('untitled')}</b>
      <dl className="facts">
        <dt>{t('leadUnit')}</dt>
        <dd>{lead ? <UnitTag kind={lead.kind} name={lead.name} /> : t('notChosen')}</dd>
        {assisting.length > 0 ? (
          <>
            <dt>{t('assistingUnits')}</dt>
            <dd className="rec-units">
              {assisting.map((unit) => (
                <UnitTag key={unit.id} kind={unit.kind} name={unit.name} small />
              ))}
            </dd>
          </>
        ) : null}
        {record.owner ? (
          <>
            <dt>{t('owner')}</dt>
            <dd>{record.owner}</dd>
          </>
        ) : null}
        {record.deliverable ? (
          <>
            <dt>{t('deliverable')}</dt>
            <dd>{record.deliverable}</dd>
          </>
        ) : null}
        <dt>{t('dueOn')}</dt>
        <dd>
          {record.dueOn ? (
            <>
              <Icon name="calendar" size="small" /> {/* A calendar day belongs to no time zone. */}
              {format.dateTime(new Date(`${record.dueOn}T00:00:00Z`), {
                year: 'numeric',
                month: 'long',
                day: 'numeric',
                weekday: 'short',
                timeZone: 'UTC',
              })}
            </>
          ) : (
            t('notChosen')
          )}
        </dd>
      </dl>
    </>
  )
}
