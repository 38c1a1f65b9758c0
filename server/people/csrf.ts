// next-auth's double-submit token, read for a form that is posted without JavaScript. Only this file knows its form.
import { createHash } from 'node:crypto'
import { runtime } from '@/server/env'

export const csrfCookieName = (secure: boolean) => (secure ? '__Host-next-auth.csrf-token' : 'next-auth.csrf-token')

/** The token a form must carry for this browser's cookie; null where there is no cookie or it is of another secret. */
export function readCsrfToken(cookie: string | undefined): string | null {
  const [token, hash] = (cookie ?? '').split('|')
  if (!token || !hash) return null
  return createHash('sha256').update(`${token}${runtime().authSecret}`).digest('hex') === hash ? token : null
}
