// To the provider's page. A link and not a form: browsers hold a form's answer to our own addresses (form-action). Nothing is
// done for whoever asks but to set off, so a link from elsewhere can do no more than open the provider's page.
import type { NextRequest } from 'next/server'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { toAppError } from '@/server/errors'
import { beginSignIn } from '@/server/identities/begin'
import { callbackPath, originOf, requestCookie, requestCookieName } from '@/server/identities/way-back'
import { CountyId } from '@/server/ids'
import { log } from '@/server/log'
import { readAsker } from '@/server/people/asker'
import { findCounty } from '@/server/people/sign-in'
import { safeBackPath } from '@/server/preferences/model'
import { leave } from '@/app/api/oidc/leave'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  const asker = readAsker(request.headers)
  const { searchParams } = request.nextUrl
  const back = safeBackPath(searchParams.get('callbackUrl'))
  try {
    const county = await findCounty(db(), CountyId.safeParse(searchParams.get('countyId')).data ?? null)
    const redirectUri = `${originOf(request.headers.get('host'))}${callbackPath}`
    const { url, cookie } = await beginSignIn(db(), county, back, { redirectUri, asker }, clock.now())
    const response = leave(url)
    response.cookies.set(requestCookieName(asker.secure), cookie, requestCookie(asker.secure))
    return response
  } catch (error) {
    const { code } = toAppError(error)
    if (code === 'internal') log.error({ err: error }, 'setting off to the provider failed')
    return leave(`/sign-in?${new URLSearchParams({ error: code, callbackUrl: back })}`)
  }
}
