// The words of all three languages by which headings, kinds and offices are known: a file filled in one language is read
// by everybody. Handed to the reading thread as plain data.
import type { Office } from '@/server/access'
import { offices } from '@/server/people/contract'
import { UnitKind } from '@/server/rooms/contract'
import { translator } from '@/server/messages'
import { locales, type Locale } from '@/server/preferences/model'
import { plainWord } from '@/server/spreadsheets/model'
import { columns, type Column } from './contract'
import type { Words } from './model'

const say = (locale: Locale, namespace: 'people-import' | 'units' | 'bodies') =>
  translator(locale, namespace) as unknown as (key: string) => string

export function readWords(): Words {
  const headings: Record<string, Column> = {}
  const kinds: Record<string, UnitKind> = {}
  const officeWords: Record<string, Office> = {}
  for (const locale of locales) {
    const t = say(locale, 'people-import')
    for (const column of columns)
      for (const word of [t(`columns.${column}`), ...t(`aliases.${column}`).split('|'), column])
        headings[plainWord(word)] ??= column
    const unit = say(locale, 'units')
    for (const kind of UnitKind.options)
      for (const word of [...(['name', 'short', 'mark'] as const).map((form) => unit(`kinds.${kind}.${form}`)), kind])
        kinds[plainWord(word)] ??= kind
    const body = say(locale, 'bodies')
    for (const office of offices)
      for (const word of [body(`offices.${office}`), office]) officeWords[plainWord(word)] ??= office
  }
  return { headings, kinds, offices: officeWords }
}
