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
