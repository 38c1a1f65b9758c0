// The address the provider sends people back to, and the cookie that waits there. The provider knows the address by heart:
// the public one, or, for whoever came in by another name of this house, the same path under that name.
import { runtime } from '@/server/env'
import { requestS } from './begin'

export const callbackPath = '/api/oidc/callback'

/** @param host as the browser asked it; server/live has let only our own names through */
export function originOf(host: string | null): string {
  const { public: open, local, lan } = runtime().addresses
  const ours = [open, local, ...lan].filter((address) => address !== null)
  return new URL(ours.find((address) => new URL(address).host === host) ?? open ?? local).origin
}

/** `__Host-` forbids a path of its own; the name without it is for plain http on this machine. */
export const requestCookieName = (secure: boolean) => (secure ? '__Secure-lianxi-oidc' : 'lianxi-oidc')

/** Lax: the provider's own page leads back here. */
export const requestCookie = (secure: boolean) =>
  ({ httpOnly: true, sameSite: 'lax', path: '/api/oidc', secure, maxAge: requestS }) as const
