// The audit trail as a download, for the auditor. Asked by a link: a post would leave the page without its file's name.
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { ExportFormat, exportTrail } from '@/server/events/export'
import { AuditFilter } from '@/server/events/filter'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { readAsker } from '@/server/people/asker'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  try {
    const { headers } = request
    // Another site's link would leave a line in the trail in the auditor's name.
    if (headers.get('sec-fetch-site') === 'cross-site') throw new AppError('wrong_origin')
    const at = clock.now()
    const asker = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, asker.secure, at)
    if (!person) throw new AppError('not_signed_in')
    const query = Object.fromEntries(new URL(request.url).searchParams)
    const format = ExportFormat.safeParse(query.format)
    if (!format.success) throw new AppError('invalid_input', { format: 'unknown' })
    const made = await exportTrail(
      db(),
      person,
      {
        countyId: person.countyId,
        filter: AuditFilter.parse(query),
        format: format.data,
        locale: negotiateLocale(cookie, headers.get('accept-language')),
        from: asker.address,
      },
      at,
    )
    return new Response(bytesOf(made.text), {
      headers: {
        'content-type': made.type,
        'content-disposition': `attachment; filename="${made.fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    const { code, cause, fields } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'audit: the export failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status, fields },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
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
