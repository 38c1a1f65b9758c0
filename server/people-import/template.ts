// The empty file to fill in: headings in one language, and beside them, on a sheet of its own, what each may hold.
import { toCsv } from '@/server/export/csv'
import { toXlsx } from '@/server/export/xlsx'
import { translator } from '@/server/messages'
import { offices } from '@/server/people/contract'
import type { Locale } from '@/server/preferences/model'
import { UnitKind } from '@/server/rooms/contract'
import { columns } from './contract'

export async function makeTemplate(
  locale: Locale,
  format: 'csv' | 'xlsx',
): Promise<{ type: string; fileName: string; body: string | Uint8Array<ArrayBuffer> }> {
  const t = translator(locale, 'people-import')
  const headings = columns.map((column) => t(`columns.${column}`))
  if (format === 'csv') return { type: 'text/csv; charset=utf-8', fileName: 'people.csv', body: toCsv([headings]) }
  const kinds = translator(locale, 'units')
  const words = translator(locale, 'bodies')
  const separator = t('template.separator')
  const allowed = {
    kinds: UnitKind.options.map((kind) => kinds(`kinds.${kind}.name`)).join(separator),
    offices: offices.map((office) => words(`offices.${office}`)).join(separator),
  }
  const notes = columns.map((column) => [t(`columns.${column}`), t(`template.notes.${column}`, allowed)])
  return {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: 'people.xlsx',
    body: await toXlsx([
      { name: t('template.sheet'), rows: [headings] },
      { name: t('template.notesSheet'), rows: [[t('template.column'), t('template.note')], ...notes] },
    ]),
  }
}
