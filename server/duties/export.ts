// The matrix as rows of words: the list an office keeps, with a column per unit beside it.
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import { toCsv } from '@/server/export/csv'
import { toXlsx } from '@/server/export/xlsx'
import type { BodyId } from '@/server/ids'
import { translator } from '@/server/messages'
import type { Locale } from '@/server/preferences/model'
import { partOf } from './model'
import { readMatrix } from './read'

const columns = [
  'position',
  'title',
  'content',
  'law',
  'article',
  'lead',
  'assisting',
  'from',
  'until',
  'items',
] as const

/** First row: the names of the columns. @throws not_found */
export async function exportRows(db: Db, actor: PersonActor, bodyId: BodyId, locale: Locale): Promise<string[][]> {
  const t = translator(locale, 'duties')
  const { units, duties } = await readMatrix(db, actor, bodyId)
  const nameOf = new Map(units.map((unit) => [unit.id, unit.name]))
  const body = duties.map((duty) => [
    String(duty.position),
    duty.title,
    duty.content,
    duty.law,
    duty.article,
    nameOf.get(duty.leadUnitId) ?? '',
    duty.assistingUnitIds.map((id) => nameOf.get(id) ?? '').join(t('export.separator')),
    duty.fromOn,
    duty.untilOn ?? '',
    String(duty.openItems),
    ...units.map((unit) => {
      const part = partOf(duty, unit.id)
      return part === 'none' ? '' : t(`parts.${part}`)
    }),
  ])
  return [[...columns.map((name) => t(`export.${name}`)), ...units.map((unit) => unit.name)], ...body]
}

/** @throws not_found */
export async function exportDuties(
  db: Db,
  actor: PersonActor,
  { bodyId, format, locale }: { bodyId: BodyId; format: 'csv' | 'xlsx'; locale: Locale },
): Promise<{ type: string; fileName: string; body: string | Uint8Array<ArrayBuffer> }> {
  const rows = await exportRows(db, actor, bodyId, locale)
  return format === 'csv'
    ? { type: 'text/csv; charset=utf-8', fileName: 'duties.csv', body: toCsv(rows) }
    : {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        fileName: 'duties.xlsx',
        body: await toXlsx([{ name: translator(locale, 'duties')('title'), rows }]),
      }
}
