// What must be read again (an authenticator's secret, a mail with a link in it) is kept encrypted, with a key that is not in
// the database: AES-256-GCM, the row's own place bound to it, so that nothing sealed can be moved to another row.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { runtime } from '@/server/env'
import { deriveKey } from '@/server/secrets'

export type SealPurpose = 'second-factor' | 'mail' | 'oidc' | 'ballot' | 'notice-link' | 'webhook'

const ivBytes = 12
const tagBytes = 16

/** @param place the row's key, as county/id */
export function seal(purpose: SealPurpose, place: string, text: string): Uint8Array {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', deriveKey(runtime().authSecret, `seal ${purpose}`), iv)
  cipher.setAAD(Buffer.from(place))
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

/** @throws where the bytes, the place or the key are not those of `seal` */
export function unseal(purpose: SealPurpose, place: string, sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed)
  const key = deriveKey(runtime().authSecret, `seal ${purpose}`)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(place))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
}
