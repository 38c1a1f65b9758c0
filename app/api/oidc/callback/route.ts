// Back from the provider: signed in, or bound to who asked for it; else the page they came from says why not.
import type { NextRequest } from 'next/server'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { toAppError } from '@/server/errors'
import { finish } from '@/server/identities/finish'
import { callbackPath, originOf, requestCookie, requestCookieName } from '@/server/identities/way-back'
import { log } from '@/server/log'
import { readAsker } from '@/server/people/asker'
import { currentPerson } from '@/server/people/current-actor'
import { sessionCookieName, sessionCookieValue, sessionMaxAgeS } from '@/server/people/sessions'
import { leave } from '@/app/api/oidc/leave'

export const dynamic = 'force-dynamic'

export async function GET(request: NextRequest): Promise<Response> {
  const asker = readAsker(request.headers)
  const name = requestCookieName(asker.secure)
  const returned = new URL(`${originOf(request.headers.get('host'))}${callbackPath}${request.nextUrl.search}`)
  const cookie = request.cookies.get(name)?.value
  const person = (await currentPerson())?.person ?? null
  const answer = await finish(db(), returned, cookie, person, asker, clock.now()).then(
    async (finished) => {
      if (finished.did === 'bound') return leave('/settings?identity=bound#identity')
      const { sessionId, countyId, awaits } = finished.signedIn
      // The sign-in page knows the way to the second step.
      const next = awaits ? `/sign-in?${new URLSearchParams({ callbackUrl: finished.back })}` : finished.back
      const response = leave(next)
      response.cookies.set(
        sessionCookieName(asker.secure),
        await sessionCookieValue({ sid: sessionId, cid: countyId }),
        {
          httpOnly: true,
          sameSite: 'lax',
          path: '/',
          secure: asker.secure,
          maxAge: sessionMaxAgeS,
        },
      )
      return response
    },
    (error: unknown) => {
      const { code } = toAppError(error)
      if (code === 'internal') log.error({ err: error }, 'coming back from the provider failed')
      return leave(person ? `/settings?identity=${code}#identity` : `/sign-in?error=${code}`)
    },
  )
  answer.cookies.set(name, '', { ...requestCookie(asker.secure), maxAge: 0 })
  return answer
}
