// What was typed into a form that posts to another address (sign-in), kept for one answer in a cookie of its own path:
// never in the URL, where it would end in logs and histories. Never a password.
import { z } from 'zod'

export const flashCookieName = 'lianxi-form'

const Flash = z.object({ login: z.string().max(200).optional(), countyId: z.uuid().optional() })
export type Flash = z.infer<typeof Flash>

export function flashCookie(values: Flash, path: string, secure: boolean): string {
  const body = Buffer.from(JSON.stringify(values)).toString('base64url')
  return `${flashCookieName}=${body}; Path=${path}; Max-Age=300; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

export function readFlash(cookie: string | undefined): Flash {
  try {
    return Flash.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString('utf8')))
  } catch {
    return {}
  }
}
