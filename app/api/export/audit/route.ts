// The audit trail as a download, for the auditor. Asked by a link: a post would leave the page without its file's name.
import { download } from '@/app/download'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { ExportFormat, exportTrail } from '@/server/events/export'
import { AuditFilter } from '@/server/events/filter'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, { ownPagesOnly: true }, async ({ person, query, locale, from, at }) => {
    const format = ExportFormat.safeParse(query.format)
    if (!format.success) throw new AppError('invalid_input', { format: 'unknown' })
    const wish = {
      countyId: person.countyId,
      filter: AuditFilter.parse(query),
      format: format.data,
      locale,
      from,
    }
    const { text, type, fileName } = await exportTrail(db(), person, wish, at)
    return { body: bytesOf(text), type, fileName }
  })
}

/** As fast as the asker reads, and no longer than they do. */
function bytesOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await text.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await text.return(undefined)),
  })
}
