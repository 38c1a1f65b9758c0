// The duties matrix as a download. Asked by a link: a post would leave the page without its file's name.
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { DutyExport } from '@/server/duties/contract'
import { exportDuties } from '@/server/duties/export'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { readAsker } from '@/server/people/asker'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  try {
    const { headers } = request
    const asker = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, asker.secure, clock.now())
    if (!person) throw new AppError('not_signed_in')
    const asked = parseInput(DutyExport, Object.fromEntries(new URL(request.url).searchParams))
    const locale = negotiateLocale(cookie, headers.get('accept-language'))
    const made = await exportDuties(db(), person, { ...asked, locale })
    return new Response(made.body, {
      headers: {
        'content-type': made.type,
        'content-disposition': `attachment; filename="${made.fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    const { code, cause, fields } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'duties: the export failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status, fields },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}
