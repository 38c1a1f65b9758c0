// Sets one browser's language, text size or theme and goes back. A plain form post, so that it works without scripts.
import { errorTable, type ErrorCode } from '@/server/errors'
import { isSameOrigin } from '@/server/same-origin'
import { cookieNames, isPreferenceValue, safeBackPath, type Preference } from '@/server/preferences/model'

const year = 60 * 60 * 24 * 365

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : null)

function backFrom(request: Request, form: FormData): string {
  const named = form.get('back')
  if (typeof named === 'string') return safeBackPath(named)
  const referer = request.headers.get('referer') ?? ''
  if (hostOf(referer) !== request.headers.get('host')) return '/'
  const { pathname, search } = new URL(referer)
  return safeBackPath(pathname + search)
}

export async function POST(request: Request): Promise<Response> {
  // A post from another site could at most change how the page looks; it is refused all the same.
  if (!isSameOrigin(request.headers)) return problem('wrong_origin')
  const form = await request.formData().catch(() => null)
  if (!form) return problem('malformed')
  const headers = new Headers({ location: backFrom(request, form), 'cache-control': 'no-store' })
  for (const name of Object.keys(cookieNames) as Preference[]) {
    const value = form.get(name)
    if (value === null) continue
    if (typeof value !== 'string' || !isPreferenceValue(name, value)) return problem('invalid_input')
    // Not Secure: the same host is read over http on the machine itself and over https from phones, and a Secure cookie
    // set by one could never be changed by the other. It holds nothing worth keeping.
    headers.append('set-cookie', `${cookieNames[name]}=${value}; Path=/; Max-Age=${year}; SameSite=Lax`)
  }
  return new Response(null, { status: 303, headers })
}

function problem(code: ErrorCode): Response {
  const status = errorTable[code].http
  return Response.json(
    { type: 'about:blank', status, code },
    { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
  )
}
