// next-auth with per-request options: two ways in (a password, a link used once), a JWT that holds only the session's id.
// Errors go back to the page that asked, with the typed name in a cookie; every redirect is a path of this house.
import NextAuth, { type NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import type { NextRequest } from 'next/server'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { AppError, errorTable, toAppError, type ErrorCode } from '@/server/errors'
import { CountyId } from '@/server/ids'
import { log } from '@/server/log'
import { readAsker, type Asker } from '@/server/people/asker'
import { SignInForm } from '@/server/people/contract'
import { flashCookie } from '@/server/people/form-flash'
import { endSession, sessionCookieName, sessionMaxAgeS, SessionToken } from '@/server/people/sessions'
import { signIn } from '@/server/people/sign-in'
import type { SignedIn } from '@/server/people/start-session'
import { useAccountLink } from '@/server/people/use-account-link'
import { safeBackPath } from '@/server/preferences/model'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ nextauth: string[] }> }

/** authorize may only throw a message: the code, and for a wrong field `code:field=key`. */
async function told(work: () => Promise<SignedIn>) {
  try {
    const { countyId, sessionId } = await work()
    return { id: sessionId, sid: sessionId, cid: countyId }
  } catch (error) {
    const known = toAppError(error)
    if (known.code === 'internal') log.error({ err: error }, 'sign-in failed')
    const [field] = Object.entries(known.fields)
    throw new Error(field ? `${known.code}:${field[0]}=${field[1]}` : known.code)
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')

function options(asker: Asker): NextAuthOptions {
  const { secure } = asker
  return {
    secret: runtime().authSecret,
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(secure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    session: { strategy: 'jwt', maxAge: sessionMaxAgeS },
    pages: { signIn: '/sign-in?ready=1', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        id: 'password',
        name: 'password',
        credentials: {},
        authorize: (typed) =>
          told(async () => {
            const given = (typed ?? {}) as Record<string, unknown>
            const form = SignInForm.safeParse({ login: text(given.login), password: text(given.password) })
            if (!form.success) throw new AppError('wrong_credentials')
            const county = CountyId.safeParse(given.countyId)
            return signIn(db(), form.data, county.success ? county.data : null, asker, clock.now())
          }),
      }),
      Credentials({
        id: 'link',
        name: 'link',
        credentials: {},
        authorize: (typed) =>
          told(() => {
            const { secret, userName, password, passwordAgain } = (typed ?? {}) as Record<string, unknown>
            const form = { userName: text(userName), password: text(password), passwordAgain: text(passwordAgain) }
            return useAccountLink(db(), text(secret), form, asker, clock.now())
          }),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        const { sid, cid } = SessionToken.parse(user ?? token)
        return { sid, cid }
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => `${baseUrl}${pathOf(url)}`,
    },
    events: {
      signOut: async ({ token }) => {
        const ended = SessionToken.safeParse(token)
        if (ended.success) await endSession(db(), ended.data.cid, ended.data.sid, clock.now())
      },
    },
  }
}

/** The path of a URL of next-auth's own (it may believe in another origin); anything else is the first page. */
const pathOf = (url: string) => safeBackPath(url.replace(/^https?:\/\/[^/]+/, '') || '/')

const known = new Set<string>(Object.keys(errorTable))

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const asker = readAsker(request.headers)
  const [action, provider] = (await context.params).nextauth
  const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false
  if (request.method === 'POST' && !isForm) return new Response(null, { status: 415 })
  const form = request.method === 'POST' ? await request.clone().formData() : null
  const answer: Response = await NextAuth(request, context as never, options(asker) as never)
  const location = answer.headers.get('location')
  const headers = new Headers(answer.headers)
  if (!location) {
    // The client's own sign-out reads where to go from JSON; next-auth does not know our origin, so only the path is told.
    if (form?.get('json') !== 'true' || action !== 'signout') return answer
    return Response.json({ url: safeBackPath(text(form.get('callbackUrl'))) }, { headers, status: answer.status })
  }
  const to = new URL(location, request.nextUrl.origin)
  const failed = /\/error$/.test(to.pathname) ? (to.searchParams.get('error') ?? 'internal') : null
  if (failed === null) {
    // A door page that only lacked the token's cookie gets it and goes straight back.
    const callbackUrl = pathOf(to.searchParams.get('callbackUrl') ?? '/')
    if (to.searchParams.has('callbackUrl')) to.searchParams.set('callbackUrl', callbackUrl)
    const straight = action === 'signin' && request.nextUrl.searchParams.has('back')
    headers.set('location', straight ? callbackUrl : to.pathname + to.search)
    return new Response(answer.body, { status: 303, headers })
  }
  const [code = 'internal', field] = failed.split(':')
  const overdue = /^link=([A-Za-z0-9_-]{32})$/.exec(field ?? '')?.[1]
  if (code === 'password_overdue' && overdue) {
    headers.set('location', `/invite/${overdue}?error=password_overdue`)
    return new Response(null, { status: 303, headers })
  }
  const query = new URLSearchParams({ error: known.has(code) ? code : ('internal' satisfies ErrorCode) })
  if (field) query.set('field', field)
  const back = safeBackPath(text(form?.get('callbackUrl')))
  if (back !== '/') query.set('callbackUrl', back)
  const secret = text(form?.get('secret'))
  const page = provider === 'link' && /^[A-Za-z0-9_-]{1,64}$/.test(secret) ? `/invite/${secret}` : '/sign-in'
  const login = text(form?.get(provider === 'link' ? 'userName' : 'login')).slice(0, 200)
  const county = CountyId.safeParse(form?.get('countyId'))
  headers.append(
    'set-cookie',
    flashCookie({ login, ...(county.success && { countyId: county.data }) }, page, asker.secure),
  )
  headers.set('location', `${page}?${query}`)
  return new Response(null, { status: 303, headers })
}

export const GET = handle
export const POST = handle
