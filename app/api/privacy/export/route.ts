// A person's own data as one archive. Asked by a link: a post would leave the page without its file's name.
import { Readable } from 'node:stream'
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { readAsker } from '@/server/people/asker'
import { dayIn } from '@/server/people/read-person'
import { exportOwnData } from '@/server/privacy/export'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  try {
    const { headers } = request
    if (headers.get('sec-fetch-site') === 'cross-site') throw new AppError('wrong_origin')
    const at = clock.now()
    const asker = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, asker.secure, at)
    if (!person) throw new AppError('not_signed_in')
    const locale = negotiateLocale(cookie, headers.get('accept-language'))
    const zip = await exportOwnData(db(), person, { locale, from: asker.address }, at)
    return new Response(Readable.toWeb(zip) as ReadableStream, {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="lianxi-${dayIn('UTC', at)}.zip"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    const { code, cause } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'privacy: the export failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}
