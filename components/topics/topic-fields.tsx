'use client'

import { useTranslations } from 'next-intl'
import type { useFieldError } from '@/components/people/form-error'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { TopicTag } from '@/server/topics/contract'

type Props = {
  was: (name: string) => string
  tags: readonly string[]
  wrong: ReturnType<typeof useFieldError>
  /** Counts the answers of the form: ticks are drawn anew with each. */
  turn: number
}

/** The words of a topic, in the order in which somebody tells them. */
export function TopicFields({ was, tags, wrong, turn }: Props) {
  const t = useTranslations('topics')
  return (
    <>
      <Field label={t('form.name')} error={wrong('title')} required>
        <Input name="title" defaultValue={was('title')} placeholder={t('form.namePlaceholder')} maxLength={200} />
      </Field>
      <Field label={t('form.problem')} hint={t('form.problemHint')} error={wrong('problem')} required>
        <Textarea name="problem" defaultValue={was('problem')} rows={4} maxLength={4000} />
      </Field>
      <Field label={t('form.facts')} hint={t('form.factsHint')} error={wrong('facts')} optional={t('form.optional')}>
        <Textarea name="facts" defaultValue={was('facts')} rows={3} maxLength={4000} />
      </Field>
      <Field label={t('form.wish')} error={wrong('wish')} optional={t('form.optional')}>
        <Textarea name="wish" defaultValue={was('wish')} rows={3} maxLength={4000} />
      </Field>
      <Choices legend={t('tagsLabel')} error={wrong('tags')}>
        <div className="topic-tags">
          {TopicTag.options.map((tag) => (
            <Choice key={`${tag}${turn}`} name="tags" value={tag} defaultChecked={tags.includes(tag)}>
              {t(`tags.${tag}`)}
            </Choice>
          ))}
        </div>
      </Choices>
    </>
  )
}
