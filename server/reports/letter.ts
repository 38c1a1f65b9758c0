// A report as a letter to be set: its words, and below two of its parts the tables of what was counted. Pure but for the
// words of messages/.
import { translator } from '@/server/messages'
import type { LetterPaper, LetterPart, PaperTable } from '@/server/paper/contract'
import { chineseNumeral, writeDay } from '@/server/paper/words'
import { sections, type Section, type Sum } from './contract'
import { percentsOf } from './model'
import type { ReportView } from './read'

type Line = { name: string; sum: Sum }

export function letterOf({ bodyName, asOf, locale, figures, words }: ReportView): LetterPaper {
  const t = translator(locale, 'reports')
  const withShare = (count: number, percent: number) => (count === 0 ? '0' : t('table.share', { count, percent }))
  const tableOf = (name: string, lines: readonly Line[]): PaperTable => ({
    columns: [
      { label: name, share: 3.6 },
      { label: t('table.total'), share: 1, align: 'right' },
      { label: t('table.done'), share: 1.7, align: 'right' },
      { label: t('table.open'), share: 1.7, align: 'right' },
      { label: t('table.late'), share: 1, align: 'right' },
      { label: t('table.stopped'), share: 1.7, align: 'right' },
    ],
    rows: [...lines, { name: t('table.sum'), sum: figures.whole }].map(({ name: first, sum }) => {
      const percent = percentsOf(sum)
      return [
        first,
        String(sum.total),
        withShare(sum.done, percent.done),
        withShare(sum.open, percent.open),
        String(sum.late),
        withShare(sum.stopped, percent.stopped),
      ]
    }),
  })
  const tables: Partial<Record<Section, PaperTable>> = {}
  if (figures.units.length > 0)
    tables.byUnit = tableOf(
      t('table.unit'),
      figures.units.map(({ unitId, name, sum }) => ({ name: unitId === null ? t('text.noLead') : name, sum })),
    )
  if (figures.sittings.length > 0)
    tables.bySitting = tableOf(
      t('table.sitting'),
      figures.sittings.map(({ title, issueNumber, day, sum }) => ({
        name: t('table.sittingOf', { issue: issueNumber, title, day: writeDay(locale, day) }),
        sum,
      })),
    )
  const shown = sections.filter((section) => words[section] !== '' || tables[section])
  const parts = shown.flatMap((section, n): LetterPart[] => [
    {
      kind: 'heading',
      text: t('text.heading', {
        n: locale === 'en' ? String(n + 1) : chineseNumeral(n + 1),
        title: t(`sections.${section}`),
      }),
    },
    ...words[section]
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((text): LetterPart => ({ kind: 'paragraph', text })),
    ...(tables[section] ? [{ kind: 'table' as const, ...tables[section] }] : []),
  ])
  const { number, title, addressee } = words
  return {
    head: bodyName,
    number,
    title,
    addressee,
    parts,
    signature: { unit: bodyName, date: writeDay(locale, asOf) },
    notes: [t('text.asOf', { day: writeDay(locale, asOf) })],
    locale,
  }
}
