import { writeFile } from 'node:fs/promises'
import { asc } from 'drizzle-orm'
import { counties } from '@/db/schema/counties'
import { exportLedger } from '@/server/action-items/export'
import { toCsv } from '@/server/export/csv'
import { locales } from '@/server/preferences/model'
import { UsageError, verb } from '../verb'

export const ledgerExport = verb({
  path: ['ledger', 'export'],
  summary: 'the ledger with its columns',
  options: [
    { name: 'format', value: 'F', summary: 'csv (xlsx and pdf are not there yet)', fallback: 'csv' },
    { name: 'locale', value: 'L', summary: 'zh-Hans, zh-Hant or en; default: the county’s' },
    { name: 'out', value: 'FILE', summary: 'where to write it; without it, to the terminal' },
  ],
  run: async ({ db, args, at }) => {
    args.oneOf('format', ['csv'])
    const [county] = await db.select().from(counties).orderBy(asc(counties.createdAt)).limit(1)
    if (!county) throw new UsageError('There is no county yet, so there is no ledger.')
    const locale = args.text('locale') === undefined ? county.locale : args.oneOf('locale', locales)
    const rows = await exportLedger(db, county.id, locale, at)
    const csv = toCsv(rows)
    const file = args.text('out')
    if (file === undefined) return csv
    await writeFile(file, csv)
    return { file, items: rows.length - 1 }
  },
})
