'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { amendedFields } from '@/server/signing/contract'
import type { UnitView } from '@/server/rooms/contract'
import { ActForm, type Act } from './act-form'

type Unit = Pick<UnitView, 'id' | 'name'>

/** The units that are asked, all of them unless told otherwise, and until when. */
export function CirculateForm({
  action,
  meetingId,
  seq,
  rootSha256,
  units,
  today,
  dueOn,
}: {
  action: Act
  meetingId: string
  seq: number
  rootSha256: string
  units: readonly Unit[]
  today: string
  dueOn: string
}) {
  const t = useTranslations('signing.circulate')
  return (
    <ActForm
      action={action}
      fields={{ meetingId, seq: String(seq), rootSha256 }}
      submit={t('submit')}
      tone="primary"
      icon="external"
    >
      {(typed, wrong) => (
        <>
          <Field label={t('dueOn')} error={wrong('dueOn')}>
            <Input type="date" name="dueOn" min={today} defaultValue={typed.dueOn ?? dueOn} required />
          </Field>
          <details className="signing-list">
            <summary>{t('units', { count: units.length })}</summary>
            <Choices legend={t('unitsLegend')} error={wrong('unitIds')}>
              {units.map((unit) => (
                <Choice key={unit.id} name="unitIds" value={unit.id} defaultChecked>
                  {unit.name}
                </Choice>
              ))}
            </Choices>
          </details>
        </>
      )}
    </ActForm>
  )
}

function ForUnit({ units, value }: { units: readonly Unit[]; value: string | undefined }) {
  const t = useTranslations('signing.answer')
  if (units.length === 1) return <input type="hidden" name="unitId" value={units[0]!.id} />
  return (
    <Field label={t('unit')}>
      <Select
        name="unitId"
        defaultValue={value ?? units[0]!.id}
        options={units.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Field>
  )
}

/** A unit agrees with the whole. */
export function ConfirmForm({
  action,
  meetingId,
  round,
  units,
}: {
  action: Act
  meetingId: string
  round: number
  units: readonly Unit[]
}) {
  const t = useTranslations('signing.answer')
  return (
    <ActForm
      action={action}
      fields={{ meetingId, round: String(round) }}
      submit={t('confirm')}
      tone="primary"
      icon="check"
    >
      {(typed, wrong) => (
        <>
          <ForUnit units={units} value={typed.unitId} />
          <Field label={t('word')} optional={t('optional')} error={wrong('word')}>
            <Input name="word" defaultValue={typed.word ?? ''} maxLength={2000} />
          </Field>
        </>
      )}
    </ActForm>
  )
}

/** A unit objects to one paragraph. */
export function ObjectForm({
  action,
  fields,
  units,
  label,
  was,
}: {
  action: Act
  fields: Readonly<Record<string, string>>
  units: readonly Unit[]
  label: string
  /** The paragraph, where it is words that can be put otherwise; null of a table or a record. */
  was: string | null
}) {
  const t = useTranslations('signing.answer')
  return (
    <details>
      <summary aria-label={label}>{t('object')}</summary>
      <ActForm action={action} fields={fields} submit={t('sendObjection')} icon="comment">
        {(typed, wrong) => (
          <>
            <ForUnit units={units} value={typed.unitId} />
            <Field label={t('objection')} error={wrong('word')} required>
              <Textarea name="word" rows={3} defaultValue={typed.word ?? ''} maxLength={2000} />
            </Field>
            {was === null ? null : (
              <details className="signing-list" open={typed.proposes ? true : undefined}>
                <summary>{t('suggest')}</summary>
                <Field label={t('proposes')} hint={t('proposesHint')} error={wrong('proposes')}>
                  <Textarea name="proposes" rows={4} defaultValue={typed.proposes ?? was} maxLength={4000} />
                </Field>
              </details>
            )}
          </>
        )}
      </ActForm>
    </details>
  )
}

/** What becomes of an objection. */
export function ObjectionActs({ action, meetingId, answerId }: { action: Act; meetingId: string; answerId: string }) {
  const t = useTranslations('signing.objection')
  const fields = { meetingId, answerId }
  return (
    <div className="row row-wrap">
      <ActForm action={action} fields={{ ...fields, kind: 'accepted' }} submit={t('accept')} icon="check" />
      <details className="signing-list">
        <summary>{t('declineMore')}</summary>
        <ActForm action={action} fields={{ ...fields, kind: 'declined' }} submit={t('decline')}>
          {(typed, wrong) => (
            <Field label={t('reason')} error={wrong('reason')} required>
              <Input name="reason" defaultValue={typed.reason ?? ''} maxLength={1000} />
            </Field>
          )}
        </ActForm>
      </details>
    </div>
  )
}

/** Back into editing, with a reason that stays. */
export function ReopenForm({
  action,
  meetingId,
  round,
  isSigned,
}: {
  action: Act
  meetingId: string
  round: number
  isSigned: boolean
}) {
  const t = useTranslations('signing.reopen')
  return (
    <details className="signing-list">
      <summary>{t('title')}</summary>
      <p className="meta">{t(isSigned ? 'textSigned' : 'text')}</p>
      <ActForm action={action} fields={{ meetingId, round: String(round) }} submit={t('submit')} icon="undo">
        {(typed, wrong) => (
          <Field label={t('reason')} error={wrong('reason')} required>
            <Input name="reason" defaultValue={typed.reason ?? ''} maxLength={1000} />
          </Field>
        )}
      </ActForm>
    </details>
  )
}

/** The hash stands above it: that very text is signed. */
export function SignForm({
  action,
  meetingId,
  rootSha256,
  isDeputy,
}: {
  action: Act
  meetingId: string
  rootSha256: string
  isDeputy: boolean
}) {
  const t = useTranslations('signing.sign')
  return (
    <ActForm
      action={action}
      fields={{ meetingId, rootSha256 }}
      submit={t(isDeputy ? 'submitDeputy' : 'submit')}
      tone="primary"
      icon="edit"
    >
      {(typed, wrong) =>
        isDeputy ? (
          <Field label={t('reason')} hint={t('reasonHint')} error={wrong('reason')} required>
            <Input name="reason" defaultValue={typed.reason ?? ''} maxLength={1000} />
          </Field>
        ) : null
      }
    </ActForm>
  )
}

/** To whom, for whom, under which number. */
export function IssueForm({
  action,
  meetingId,
  rootSha256,
  units,
}: {
  action: Act
  meetingId: string
  rootSha256: string
  units: readonly Unit[]
}) {
  const t = useTranslations('signing.issue')
  return (
    <ActForm action={action} fields={{ meetingId, rootSha256 }} submit={t('submit')} tone="primary" icon="external">
      {(typed, wrong) => (
        <>
          <Field label={t('number')} optional={t('optional')} error={wrong('documentNumber')}>
            <Input name="documentNumber" defaultValue={typed.documentNumber ?? ''} maxLength={60} />
          </Field>
          <Choices legend={t('visibility')} error={wrong('visibility')}>
            <Choice
              type="radio"
              name="visibility"
              value="public"
              hint={t('publicHint')}
              defaultChecked={typed.visibility === 'public'}
            >
              {t('public')}
            </Choice>
            <Choice
              type="radio"
              name="visibility"
              value="internal"
              hint={t('internalHint')}
              defaultChecked={typed.visibility !== 'public'}
            >
              {t('internal')}
            </Choice>
          </Choices>
          <details className="signing-list">
            <summary>{t('units', { count: units.length })}</summary>
            <Choices legend={t('to')} error={wrong('unitIds')}>
              {units.map((unit) => (
                <Choice key={unit.id} name="unitIds" value={unit.id} defaultChecked>
                  {unit.name}
                </Choice>
              ))}
            </Choices>
          </details>
          <Field label={t('lines')} hint={t('linesHint')} optional={t('optional')} error={wrong('lines')}>
            <Textarea name="lines" rows={2} defaultValue={typed.lines ?? ''} />
          </Field>
        </>
      )}
    </ActForm>
  )
}

/** What a paragraph is to read instead. */
export function AmendParagraphForm({
  action,
  fields,
  was,
  label,
}: {
  action: Act
  fields: Readonly<Record<string, string>>
  was: string
  label: string
}) {
  const t = useTranslations('signing.amend')
  return (
    <details>
      <summary aria-label={label}>{t('paragraph')}</summary>
      <ActForm action={action} fields={fields} submit={t('propose')} icon="edit">
        {(typed, wrong) => (
          <>
            <Field label={t('becomes')} error={wrong('becomes')} required>
              <Textarea name="becomes" rows={3} defaultValue={typed.becomes ?? was} maxLength={4000} />
            </Field>
            <Reason typed={typed.reason} wrong={wrong('reason')} />
          </>
        )}
      </ActForm>
    </details>
  )
}

/** What of an action item is to be otherwise. */
export function AmendItemForm({
  action,
  meetingId,
  items,
  units,
}: {
  action: Act
  meetingId: string
  items: readonly { id: string; label: string }[]
  units: readonly Unit[]
}) {
  const t = useTranslations('signing.amend')
  return (
    <details className="signing-list">
      <summary>{t('item')}</summary>
      <ActForm action={action} fields={{ meetingId }} submit={t('propose')} icon="edit">
        {(typed, wrong) => (
          <>
            <Field label={t('which')}>
              <Select
                name="actionItemId"
                defaultValue={typed.actionItemId}
                options={items.map(({ id, label }) => ({ value: id, label }))}
              />
            </Field>
            <Field label={t('field')}>
              <Select
                name="field"
                defaultValue={typed.field ?? 'dueOn'}
                options={amendedFields.map((field) => ({ value: field, label: t(`fields.${field}`) }))}
              />
            </Field>
            <Field label={t('becomes')} hint={t('becomesHint')} error={wrong('becomes')}>
              <Input name="becomes" list="signing-units" defaultValue={typed.becomes ?? ''} maxLength={4000} />
            </Field>
            <datalist id="signing-units">
              {units.map(({ id, name }) => (
                <option key={id} value={name} />
              ))}
            </datalist>
            <Reason typed={typed.reason} wrong={wrong('reason')} />
          </>
        )}
      </ActForm>
    </details>
  )
}

function Reason({ typed, wrong }: { typed: string | undefined; wrong: string | undefined }) {
  const t = useTranslations('signing.amend')
  return (
    <Field label={t('reason')} error={wrong} required>
      <Input name="reason" defaultValue={typed ?? ''} maxLength={1000} />
    </Field>
  )
}
