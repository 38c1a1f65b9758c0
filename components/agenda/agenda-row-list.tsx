'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type MouseEvent } from 'react'
import type { useFieldError } from '@/components/people/form-error'
import { useAnnounce } from '@/components/shell/announcer'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { AgendaRowFields } from './agenda-row-fields'
import { clockOf, freshItem, freshSection, moveRow, type KeyedRow, type Row } from './agenda-rows'
import { useRowDrag } from './use-row-drag'

type Choice = { value: string; label: string }
export type BacklogTopic = {
  id: string
  title: string
  unit: { id: string; name: string } | null
  tags: readonly string[]
}
type Props = {
  initial: readonly Row[]
  startsAt: Date
  minutes: number
  units: readonly Choice[]
  backlog: readonly BacklogTopic[]
  wrong: ReturnType<typeof useFieldError>
  /** The agenda is on its way: its order stays as it was sent. */
  isHeld: boolean
}

let made = 0
const keyed = (values: Row): KeyedRow => ({ key: values.id || `new${++made}`, values })

/** Rows keep what is typed in them wherever they go: the fields are the browser's, only their order is ours. */
export function AgendaRows({ initial, startsAt, minutes, units, backlog, wrong, isHeld }: Props) {
  const t = useTranslations('agenda')
  const format = useFormatter()
  const announce = useAnnounce()
  const list = useRef<HTMLOListElement>(null)
  const [rows, setRows] = useState<KeyedRow[]>(() => initial.map((values, at) => ({ key: `r${at}`, values })))
  const [focus, setFocus] = useState<{ key: string; op: string } | null>(null)
  const nameOf = (row: Row) => row.title || (row.topicId ? t('topicItem') : t('unnamed'))

  const go = (from: number, to: number, op?: string) => {
    const row = rows[from]
    if (!row) return
    const next = moveRow(rows, from, to)
    setRows(next)
    if (op) setFocus({ key: row.key, op })
    announce(t('moved', { title: nameOf(row.values), place: next.indexOf(row) + 1, count: next.length }))
  }
  const { drag, start } = useRowDrag(list, (from, to) => go(from, to))
  // A row that is moved in the page loses the focus of its button.
  useEffect(() => {
    if (!focus) return
    const row = list.current?.querySelector(`[data-key="${focus.key}"]`)
    const wanted = row?.querySelector<HTMLButtonElement>(`[data-op="${focus.op}"]:not(:disabled)`)
    ;(wanted ?? row?.querySelector<HTMLButtonElement>('[data-op]:not(:disabled)'))?.focus()
  }, [focus, rows])

  const here = (work: () => void) => (event: MouseEvent) => {
    event.preventDefault()
    work()
  }
  const add = (values: Row) => {
    const row = keyed(values)
    setRows([...rows, row])
    setFocus({ key: row.key, op: 'up' })
  }
  const change = (key: string, name: string, value: string) =>
    setRows((now) => now.map((row) => (row.key === key ? { ...row, values: { ...row.values, [name]: value } } : row)))

  const clock = clockOf(rows.map((row) => row.values))
  const planned = rows.reduce(
    (sum, { values }) => sum + (values.kind === 'item' ? Number(values.minutesPlanned) || 0 : 0),
    0,
  )
  const timeAt = (after: number) => format.dateTime(new Date(startsAt.getTime() + after * 60_000), 'time')
  const there = new Set(rows.map((row) => row.values.topicId).filter(Boolean))
  const waiting = backlog.filter((topic) => !there.has(topic.id))
  const hasFollowUp = rows.some((row) => row.values.isFollowUp)
  return (
    <>
      <ol className="agenda-rows" ref={list} data-dragging={drag ? true : undefined}>
        {rows.map(({ key, values }, at) => (
          <li
            key={key}
            data-row
            data-key={key}
            data-kind={values.kind}
            data-dragged={drag?.from === at || undefined}
            data-drop={
              drag && drag.to === at
                ? 'before'
                : drag && drag.to === rows.length && at === rows.length - 1
                  ? 'after'
                  : undefined
            }
          >
            <AgendaRowFields
              at={at}
              count={rows.length}
              values={values}
              name={nameOf(values)}
              number={clock[at]!.number}
              time={timeAt(clock[at]!.start)}
              units={units}
              wrong={wrong}
              onGrab={isHeld ? (event) => event.preventDefault() : start(at)}
              onChange={(name, value) => change(key, name, value)}
              onUp={here(() => go(at, at - 1, 'up'))}
              onDown={here(() => go(at, at + 1, 'down'))}
              onRemove={here(() => setRows(rows.filter((row) => row.key !== key)))}
            />
          </li>
        ))}
      </ol>
      <p className="meta" role="status">
        {t('total', { planned, minutes, end: timeAt(planned) })}{' '}
        {planned > minutes ? (
          <Badge tone="warn" icon="clock">
            {t('over', { minutes: planned - minutes })}
          </Badge>
        ) : null}
      </p>
      <div className="row row-wrap">
        <Button type="submit" name="op" value="add" icon="plus" onClick={here(() => add(freshItem))}>
          {t('add')}
        </Button>
        <Button type="submit" name="op" value="section" icon="heading" onClick={here(() => add(freshSection))}>
          {t('addSection')}
        </Button>
        {hasFollowUp ? null : (
          <Button
            type="submit"
            name="op"
            value="followUp"
            icon="ledger"
            onClick={here(() =>
              setRows([keyed({ ...freshItem, title: t('followUpTitle'), isFollowUp: '1' }), ...rows]),
            )}
          >
            {t('addFollowUp')}
          </Button>
        )}
      </div>
      <section aria-labelledby="backlog">
        <h3 className="subheading" id="backlog">
          {t('backlog')}
        </h3>
        {waiting.length === 0 ? <p className="meta">{t('noBacklog')}</p> : null}
        <ul className="agenda-backlog">
          {waiting.map((topic) => (
            <li key={topic.id}>
              <span className="grow">
                <b className="item-title">{topic.title}</b>
                {topic.unit ? <span className="meta block">{topic.unit.name}</span> : null}
              </span>
              <Button
                type="submit"
                name="op"
                value={`topic.${topic.id}`}
                aria-label={t('putOn', { title: topic.title })}
                onClick={here(() =>
                  add({ ...freshItem, topicId: topic.id, title: topic.title, presenterUnitId: topic.unit?.id ?? '' }),
                )}
              >
                {t('put')}
              </Button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
