import { safeBackPath } from '@/server/preferences/model'

export const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

/** next-auth's callbackUrl may be absolute (its own origin): only its path counts. */
export const backPath = (value: string | undefined) => safeBackPath(value?.replace(/^https?:\/\/[^/]+/, '') || '/')
