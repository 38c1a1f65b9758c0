import { createWriteStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { asc } from 'drizzle-orm'
import { counties } from '@/db/schema/counties'
import { exportCounty, ledgerFormats } from '@/server/action-items/export'
import { locales } from '@/server/preferences/model'
import { UsageError, verb } from '../verb'

export const ledgerExport = verb({
  path: ['ledger', 'export'],
  summary: 'the ledger with its columns',
  options: [
    { name: 'format', value: 'F', summary: 'xlsx, csv or pdf', fallback: 'csv' },
    { name: 'locale', value: 'L', summary: 'zh-Hans, zh-Hant or en; default: the county’s' },
    { name: 'out', value: 'FILE', summary: 'where to write it; without it csv goes to the terminal' },
  ],
  run: async ({ db, args, at }) => {
    const format = args.oneOf('format', ledgerFormats)
    const [county] = await db.select().from(counties).orderBy(asc(counties.createdAt)).limit(1)
    if (!county) throw new UsageError('There is no county yet, so there is no ledger.')
    const locale = args.text('locale') === undefined ? county.locale : args.oneOf('locale', locales)
    const file = args.text('out')
    if (file === undefined) {
      if (format !== 'csv') throw new UsageError('--out FILE is needed for a workbook or a paper.')
      const out = new PassThrough()
      const [said] = await Promise.all([text(out), exportCounty(db, county.id, { format, locale }, at, out)])
      return said
    }
    const items = await exportCounty(db, county.id, { format, locale }, at, createWriteStream(file))
    return { file, items }
  },
})
