// A real OpenID Connect provider on loopback (oidc-provider): its sign-in page has one button for each account and one to
// say no. Promises PKCE, single use of codes and RFC 9207's issuer, as it comes.
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { freePort } from './app'

export type Account = { email?: string; email_verified?: boolean }
export type TestProvider = Awaited<ReturnType<typeof startProvider>>

export const clientId = 'lianxi'
export const clientSecret = 'only-for-tests-only-for-tests-001'

const bodyOf = async (req: IncomingMessage) => {
  let text = ''
  for await (const chunk of req) text += String(chunk)
  return new URLSearchParams(text)
}

/** @param accounts by subject; may be changed while it runs. @param at a port that was told to others before */
export async function startProvider(redirectUris: string[], accounts: Record<string, Account>, at?: number) {
  const port = at ?? (await freePort())
  const issuer = `http://localhost:${port}`
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256' }] as never },
    cookies: { keys: ['only-for-tests'] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, subject) => ({ accountId: subject, claims: () => ({ sub: subject, ...accounts[subject] }) }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client!.clientId,
        accountId: ctx.oidc.session!.accountId,
      })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    if (!req.url?.startsWith('/interaction/')) return void (await answer(req, res))
    if (req.method === 'POST') {
      const account = (await bodyOf(req)).get('account')
      const result = account ? { login: { accountId: account } } : { error: 'access_denied' }
      return provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false })
    }
    const buttons = Object.keys(accounts).map((each) => `<button name="account" value="${each}">${each}</button>`)
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.end(`<!doctype html><html lang="en"><head><title>Test provider</title><link rel="icon" href="data:,"></head>
<body><h1>Test provider</h1><form method="post">${buttons.join(' ')} <button>No</button></form></body></html>`)
  }
  const server = createServer((req, res) => void serve(req, res).catch(() => res.destroy()))
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return {
    issuer,
    accounts,
    /** What a browser does there, from the address we sent it to. @returns the address it is sent back to */
    visit: (url: string, account: string | null) => visit(url, account),
    stop: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

async function visit(url: string, account: string | null): Promise<URL> {
  const jar = new Map<string, string>()
  let to = new URL(url)
  const home = to.host
  const ask = async (init: RequestInit) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(to, { redirect: 'manual', ...init, headers: { cookie, ...init.headers } })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      jar.set(name!, value!)
    }
    return response
  }
  for (let n = 0; n < 10; n++) {
    const isForm = to.pathname.startsWith('/interaction/')
    const response = await ask(
      isForm ? { method: 'POST', body: new URLSearchParams(account === null ? {} : { account }) } : {},
    )
    const location = response.headers.get('location')
    if (location === null) throw new Error(`the provider said ${response.status}: ${await response.text()}`)
    to = new URL(location, to)
    if (to.host !== home) return to
  }
  throw new Error('the provider leads in a circle')
}
