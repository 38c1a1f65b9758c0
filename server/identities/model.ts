// Pure rules about who somebody is at the OpenID Connect provider.
import { canonicalEmail } from '@/server/people/model'

/** What the provider said and its signature proved. */
export type Identity = {
  issuer: string
  subject: string
  /** As it was sent; null where nothing was. */
  email: string | null
  isEmailVerified: boolean
}

/**
 * The address by which a first sign-in may find its person, in the form in which ours are kept; or why there is none.
 * A provider that does not say that it has verified an address lets anybody claim anybody's.
 */
export function addressOf({
  email,
  isEmailVerified,
}: Identity): { email: string } | { refused: 'unverified' | 'none' } {
  if (email === null) return { refused: 'none' }
  if (!isEmailVerified) return { refused: 'unverified' }
  const known = canonicalEmail(email)
  return known.email === null ? { refused: 'none' } : { email: known.email }
}
