// The words of all three languages by which headings and states are known: a file kept in one language is read by everybody.
// Handed to the reading thread as plain data.
import { ActionItemState, Priority } from '@/server/action-items/contract'
import { translator } from '@/server/messages'
import { locales, type Locale } from '@/server/preferences/model'
import { plainWord } from '@/server/spreadsheets/model'
import { columns, derivedColumns, type Heading } from './contract'
import type { Words } from './read-table'

const say = (locale: Locale, namespace: 'ledger-import' | 'action-items' | 'follow-up') =>
  translator(locale, namespace) as unknown as (key: string) => string

export function readWords(): Words {
  const headings: Record<string, Heading> = {}
  const states: Record<string, Words['states'][string]> = {}
  const priorities: Record<string, Priority> = {}
  for (const locale of locales) {
    const t = say(locale, 'ledger-import')
    for (const column of [...columns, ...derivedColumns])
      for (const word of [t(`columns.${column}`), ...t(`aliases.${column}`).split('|')])
        headings[plainWord(word)] ??= column
    const items = say(locale, 'action-items')
    for (const state of ActionItemState.options)
      for (const word of [items(`states.${state}`), ...t(`stateAliases.${state}`).split('|')])
        states[plainWord(word)] ??= state
    for (const word of t('stateAliases.late').split('|')) states[plainWord(word)] ??= 'late'
    const labels = say(locale, 'follow-up')
    for (const priority of Priority.options)
      for (const word of [labels(`labels.priorities.${priority}`), ...t(`priorityAliases.${priority}`).split('|')])
        priorities[plainWord(word)] ??= priority
  }
  return { headings, states, priorities }
}
