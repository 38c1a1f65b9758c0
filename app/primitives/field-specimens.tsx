import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { Specimen } from '@/components/shell/specimen'

export function FieldSpecimens({ theme }: { theme: string }) {
  const t = useTranslations('primitives')
  const common = useTranslations('common')
  const errors = useTranslations('errors.fields')
  const units = [
    { value: 'police', label: t('field.leadValue') },
    { value: 'education', label: t('field.leadOther') },
  ]
  return (
    <Specimen title={t('sections.fields')}>
      <div className="specimen-fields">
        <Field label={t('field.task')} hint={t('field.taskHint')} required>
          <Input placeholder={t('field.taskPlaceholder')} />
        </Field>
        <Field label={t('field.owner')}>
          <Input className="is-hover" defaultValue={t('field.ownerValue')} />
        </Field>
        <Field label={t('field.lead')}>
          <Input className="is-focus" icon="search" defaultValue={t('field.leadValue')} />
        </Field>
        <Field label={t('field.due')} error={errors('past')}>
          <Input type="date" defaultValue="2026-09-10" />
        </Field>
        <Field label={t('field.lead')}>
          <Select options={units} defaultValue="education" />
        </Field>
        <Field label={t('field.number')}>
          <Input disabled defaultValue="7-03" />
        </Field>
        <Field label={t('field.note')} optional={common('optional')}>
          <Textarea rows={3} />
        </Field>
        <div>
          <Choice defaultChecked>{t('field.night')}</Choice>
          <Choices legend={t('field.votes')}>
            <Choice type="radio" name={`vote-${theme}`} defaultChecked>
              {t('field.namedVote')}
            </Choice>
            <Choice type="radio" name={`vote-${theme}`}>
              {t('field.secretVote')}
            </Choice>
          </Choices>
        </div>
      </div>
    </Specimen>
  )
}
