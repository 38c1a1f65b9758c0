// The empty spreadsheet to fill in, in the asker's language.
import { clock } from '@/server/clock'
import { requireAccess } from '@/server/access'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { TemplateQuery } from '@/server/people-import/contract'
import { makeTemplate } from '@/server/people-import/template'
import { readAsker } from '@/server/people/asker'

export const dynamic = 'force-dynamic'

export async function GET(request: Request): Promise<Response> {
  try {
    const { headers } = request
    const asker = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, asker.secure, clock.now())
    if (!person) throw new AppError('not_signed_in')
    requireAccess(person, 'people.import', { kind: 'county', countyId: person.countyId })
    const { format } = parseInput(TemplateQuery, Object.fromEntries(new URL(request.url).searchParams))
    const made = await makeTemplate(negotiateLocale(cookie, headers.get('accept-language')), format)
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
    if (code === 'internal') log.error({ error: String(cause) }, 'people-import: the template failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status, fields },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}
