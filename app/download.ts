// What every route does that hands out a file to somebody signed in: who asks, the file with its name, or why not.
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import type { PersonActor } from '@/server/access'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { readAsker } from '@/server/people/asker'
import type { Locale } from '@/server/preferences/model'

type Asked = {
  person: PersonActor
  query: Record<string, string>
  locale: Locale
  /** Network address. */
  from: string
  at: Date
}
type Made = { body: BodyInit; type: string; fileName: string }

/** @param ownPagesOnly another site's link is refused: what is taken leaves a line in the trail in the asker's name */
export async function download(
  request: Request,
  { ownPagesOnly = false }: { ownPagesOnly?: boolean },
  make: (asked: Asked) => Promise<Made>,
): Promise<Response> {
  try {
    const { headers, url } = request
    if (ownPagesOnly && headers.get('sec-fetch-site') === 'cross-site') throw new AppError('wrong_origin')
    const at = clock.now()
    const { secure, address } = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, secure, at)
    if (!person) throw new AppError('not_signed_in')
    const query = Object.fromEntries(new URL(url).searchParams)
    const locale = negotiateLocale(cookie, headers.get('accept-language'))
    const made = await make({ person, query, locale, from: address, at })
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
    if (code === 'internal')
      log.error({ error: String(cause), path: new URL(request.url).pathname }, 'a download failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status, fields },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}
