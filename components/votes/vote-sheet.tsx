'use client'

import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { useCommand } from '@/components/rooms/use-command'
import { useRoom } from '@/components/rooms/use-room'
import { Button } from '@/components/ui/button'
import { Choice, Choices } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Sheet } from '@/components/ui/sheet'
import { Textarea } from '@/components/ui/textarea'
import { WaitingContext } from '@/components/ui/waiting'
import { Threshold, VoteBase, VoteKind } from '@/server/votes/contract'
import type { RoomPayload } from '@/server/rooms/contract'

type Props = { item: { id: string; title: string }; number: number; onClose: () => void }
type Draft = {
  question: string
  kind: VoteKind
  per: 'unit' | 'person'
  base: VoteBase
  threshold: Threshold
  isList: boolean
  choices: string
  eachKind: boolean
  mayChange: boolean
  withGuests: boolean
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What is put to the vote about one agenda item, and how it is counted. Opens at once. */
export function VoteSheet({ item, number, onClose }: Props) {
  const t = useTranslations('votes')
  const { snapshot } = useRoom()
  const { run, busy } = useCommand()
  // One id for as long as the sheet is open: pressing again after a lost line makes no second vote.
  const [id] = useState(() => crypto.randomUUID())
  const [problem, setProblem] = useState<'missing' | 'fewChoices' | null>(null)
  const [draft, setDraft] = useState<Draft>({
    question: '',
    kind: 'open',
    per: 'unit',
    base: 'present',
    threshold: 'simple',
    isList: false,
    choices: '',
    eachKind: false,
    mayChange: true,
    withGuests: false,
  })
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const isSecret = draft.kind === 'secret'

  async function start(event: FormEvent) {
    event.preventDefault()
    const choices = draft.isList ? linesOf(draft.choices) : []
    if (draft.question.trim() === '') return setProblem('missing')
    if (draft.isList && new Set(choices).size < 2) return setProblem('fewChoices')
    setProblem(null)
    const { question, kind, per, base, threshold, withGuests } = draft
    const rules = { question, kind, per, base, threshold, choices, withGuests }
    const payload = {
      ...rules,
      id,
      agendaItemId: item.id,
      eachKind: draft.eachKind && !isSecret && !draft.isList,
      mayChange: draft.mayChange && !isSecret,
    } as RoomPayload<'vote:create'>
    if (!(await run('vote:create', payload))) return
    if (await run('vote:open', { voteId: payload.id })) onClose()
  }

  return (
    <Sheet
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={t('sheet.title', { number })}
      over={item.title}
      closeLabel={t('sheet.close')}
    >
      <WaitingContext value={busy !== null}>
        <form className="stack vote-form" onSubmit={(event) => void start(event)} noValidate>
          <Field label={t('sheet.question')} error={problem === 'missing' ? t('sheet.missing') : undefined} required>
            <Input value={draft.question} maxLength={300} onChange={(event) => set({ question: event.target.value })} />
          </Field>
          <Choices legend={t('sheet.kind')}>
            {VoteKind.options.map((kind) => (
              <Choice
                key={kind}
                type="radio"
                name="kind"
                checked={draft.kind === kind}
                hint={t(`kindHints.${kind}`)}
                onChange={() => set({ kind })}
              >
                {t(`kinds.${kind}`)}
              </Choice>
            ))}
          </Choices>
          <Choices legend={t('sheet.options')}>
            {([false, true] as const).map((isList) => (
              <Choice
                key={String(isList)}
                type="radio"
                name="options"
                checked={draft.isList === isList}
                onChange={() => set({ isList })}
              >
                {t(isList ? 'sheet.list' : 'sheet.yesNo')}
              </Choice>
            ))}
          </Choices>
          {draft.isList ? (
            <Field
              label={t('sheet.choices')}
              hint={t('sheet.choicesHint')}
              error={problem === 'fewChoices' ? t('sheet.fewChoices') : undefined}
            >
              <Textarea rows={4} value={draft.choices} onChange={(event) => set({ choices: event.target.value })} />
            </Field>
          ) : null}
          <Field label={t('sheet.per')}>
            <Select
              value={draft.per}
              onChange={(event) => set({ per: event.target.value as Draft['per'] })}
              options={(['unit', 'person'] as const).map((per) => ({ value: per, label: t(`per.${per}`) }))}
            />
          </Field>
          <Field label={t('sheet.threshold')}>
            <Select
              value={draft.threshold}
              onChange={(event) => set({ threshold: event.target.value as Threshold })}
              options={Threshold.options.map((threshold) => ({ value: threshold, label: t(`threshold.${threshold}`) }))}
            />
          </Field>
          <Field label={t('sheet.base')}>
            <Select
              value={draft.base}
              onChange={(event) => set({ base: event.target.value as VoteBase })}
              options={VoteBase.options.map((base) => ({ value: base, label: t(`base.${base}`) }))}
            />
          </Field>
          {isSecret ? null : (
            <div>
              {draft.isList ? null : (
                <Choice checked={draft.eachKind} onChange={(event) => set({ eachKind: event.target.checked })}>
                  {t('sheet.eachKind')}
                </Choice>
              )}
              <Choice checked={draft.mayChange} onChange={(event) => set({ mayChange: event.target.checked })}>
                {t('sheet.mayChange')}
              </Choice>
            </div>
          )}
          {draft.per === 'person' ? (
            <Choice checked={draft.withGuests} onChange={(event) => set({ withGuests: event.target.checked })}>
              {t('sheet.withGuests')}
            </Choice>
          ) : null}
          {snapshot.quorum.state === 'missed' ? <Notice tone="warn">{t('sheet.quorumMissed')}</Notice> : null}
          <Button type="submit" tone="primary" size="big" wide busy={busy !== null}>
            {t(busy ? 'sheet.starting' : 'sheet.start')}
          </Button>
        </form>
      </WaitingContext>
    </Sheet>
  )
}
