import { open } from 'node:fs/promises'
import { counties } from '@/db/schema/counties'
import { exportTrail, ExportFormat } from '@/server/events/export'
import { locales } from '@/server/preferences/model'
import { UsageError, verb } from '../verb'

export const auditExport = verb({
  path: ['audit', 'export'],
  summary: 'the audit trail of one county, with the count and mac of its newest line; is itself recorded in it',
  options: [
    { name: 'out', value: 'FILE', summary: 'where to write it; must not be there yet', isRequired: true },
    { name: 'format', value: 'F', summary: 'csv to be read, jsonl to be checked by verify --file', fallback: 'csv' },
    { name: 'county', value: 'ID', summary: 'whose; needed only where there are several' },
    { name: 'locale', value: 'L', summary: 'zh-Hans, zh-Hant or en; default: the county’s' },
  ],
  run: async ({ db, args, at }) => {
    const format = args.oneOf('format', ExportFormat.options)
    const there = await db.select().from(counties)
    const asked = args.text('county')
    const found = there.filter(({ id }) => asked === undefined || id === asked)
    if (found.length !== 1) {
      const accepted = there.map(({ id }) => id).join(', ') || 'nothing: there is no county yet'
      throw new UsageError(`--county: accepted is ${accepted}.`)
    }
    const [county] = found
    const locale = args.text('locale') === undefined ? county!.locale : args.oneOf('locale', locales)
    const path = args.must('out')
    // Opened first: an export that cannot be written should not stand in the trail.
    const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`--out: "${path}" cannot be written (${error.code}).`)
    })
    try {
      const wish = { countyId: county!.id, filter: {}, format, locale, from: null }
      const { head, text } = await exportTrail(db, { kind: 'operator' }, wish, at)
      for await (const part of text) await file.write(part)
      return { file: path, county: county!.id, end: `${head.seq}:${head.mac}` }
    } finally {
      await file.close()
    }
  },
  print: ({ file, end }) =>
    `${file}\nThe trail ends at ${end}: keep this elsewhere, verify --printed compares it later.`,
})
