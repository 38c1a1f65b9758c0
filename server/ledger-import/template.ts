// The empty ledger to fill in: headings in one language, and beside them, on a sheet of its own, what each may hold.
import { Priority } from '@/server/action-items/contract'
import { toCsv } from '@/server/export/csv'
import { toXlsx } from '@/server/export/xlsx'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { columns, ImportState } from './contract'

export async function makeTemplate(
  locale: Locale,
  format: 'csv' | 'xlsx',
): Promise<{ type: string; fileName: string; body: string | Uint8Array<ArrayBuffer> }> {
  const t = translator(locale, 'ledger-import')
  const headings = columns.map((column) => t(`columns.${column}`))
  if (format === 'csv') return { type: 'text/csv; charset=utf-8', fileName: 'ledger.csv', body: toCsv([headings]) }
  const items = translator(locale, 'action-items')
  const labels = translator(locale, 'follow-up')
  const separator = t('separator')
  const allowed = {
    states: ImportState.options.map((state) => items(`states.${state}`)).join(separator),
    priorities: Priority.options.map((priority) => labels(`labels.priorities.${priority}`)).join(separator),
  }
  const notes = columns.map((column) => [t(`columns.${column}`), t(`template.notes.${column}`, allowed)])
  return {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: 'ledger.xlsx',
    body: await toXlsx([
      { name: t('template.sheet'), rows: [headings] },
      { name: t('template.notesSheet'), rows: [[t('template.column'), t('template.note')], ...notes] },
    ]),
  }
}
