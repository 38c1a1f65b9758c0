import { cookies, headers } from 'next/headers'
import { readAsker } from '@/server/people/asker'

/** The cookies of this request as one header, and whether it came over https. */
export async function readAskerOfPage(): Promise<{ cookie: string; secure: boolean }> {
  const [head, jar] = await Promise.all([headers(), cookies()])
  const cookie = jar
    .getAll()
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')
  return { cookie, secure: readAsker(head).secure }
}

/** What server/live/serve.ts lets this page's own scripts run by. */
export async function readNonce(): Promise<string | undefined> {
  return /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1]
}
