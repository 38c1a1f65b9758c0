// Issued minutes as a file, the very bytes that were stored when they were issued.
import { writeFile } from 'node:fs/promises'
import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { issuedMinutes, minutesProceedings } from '@/db/schema/signing'
import { recordEvent } from '@/server/events/record'
import { MeetingId } from '@/server/ids'
import { readIssuedPaper } from '@/server/signing/read-issued'
import { paperFormats } from '@/server/signing/contract'
import { UsageError, verb } from '../verb'

export const minutesExport = verb({
  path: ['minutes', 'export'],
  summary: 'issued minutes, byte for byte as they were issued; is itself recorded in the trail',
  options: [
    {
      name: 'issued',
      value: 'latest|ID',
      summary: 'those issued last, or those of the sitting with this id',
      isRequired: true,
    },
    { name: 'format', value: 'F', summary: 'pdf, docx, md, html or json', fallback: 'pdf' },
    { name: 'out', value: 'FILE', summary: 'where to write it; must not be there yet', isRequired: true },
  ],
  run: async ({ db, args, at }) => {
    const format = args.oneOf('format', paperFormats)
    const [asked, file] = [args.must('issued'), args.must('out')]
    const meetingId = asked === 'latest' ? await latest(db) : MeetingId.safeParse(asked).data
    if (!meetingId) throw new UsageError('--issued: accepted is latest, or the id of a sitting.')
    const actor = { kind: 'operator' } as const
    const found = await readIssuedPaper(db, actor, meetingId, format)
    if (!found)
      throw new UsageError(`--issued: the minutes of ${meetingId} are not issued, or there is no such sitting.`)
    const { row, data, sha256 } = found
    await writeFile(file, data, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`--out: "${file}" cannot be written (${error.code}).`)
    })
    const detail = { format, style: 'official', state: 'issued' }
    const event = { verb: 'minutes.export', thingId: row.documentId, detail }
    await db.transaction((tx) => recordEvent(tx, row.countyId, actor, event, at))
    return { file, meeting: meetingId, format, sha256 }
  },
  print: ({ file, sha256 }) => `${file}\nsha256 ${sha256}`,
})

async function latest(db: Db): Promise<MeetingId> {
  const [row] = await db
    .select({ meetingId: minutesProceedings.meetingId })
    .from(issuedMinutes)
    .innerJoin(
      minutesProceedings,
      and(
        eq(minutesProceedings.countyId, issuedMinutes.countyId),
        eq(minutesProceedings.documentId, issuedMinutes.documentId),
      ),
    )
    .orderBy(desc(issuedMinutes.at))
    .limit(1)
  if (!row) throw new UsageError('--issued: no minutes have been issued yet.')
  return row.meetingId
}
