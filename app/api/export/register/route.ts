// The register as a table, for a spreadsheet. Asked by a link, so that the file has its name.
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { readAsker } from '@/server/people/asker'
import { exportRegister } from '@/server/register/export'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  try {
    const { headers } = request
    const { secure } = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, secure, clock.now())
    if (!person) throw new AppError('not_signed_in')
    const text = await exportRegister(db(), person, negotiateLocale(cookie, headers.get('accept-language')))
    return new Response(text, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="register.csv"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    const { code, cause, fields } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'register: the export failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status, fields },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}
