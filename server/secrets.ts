// Secrets that travel in links, cookies and tokens: 192 random bits out, only their SHA-256 kept. A hash without salt is
// enough for full-entropy secrets; passwords go through argon2id (people/password.ts).
import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** 32 characters of base64url. */
export const makeSecret = () => randomBytes(24).toString('base64url')

export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('base64url')

export function sameSecret(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b))]
  return timingSafeEqual(x, y)
}

const codeLetters = 'abcdefghjkmnpqrstuvwxyz23456789' // no i l o 0 1: read aloud over the phone

/** A join code: 10 letters and digits (about 49 bits), typed by hand; guessing is bounded by rate limits and the door always waits. */
export function makeJoinCode(): string {
  let code = ''
  while (code.length < 10) {
    for (const byte of randomBytes(16)) {
      // 248 = 8 × 31: taking a byte above it would make some letters likelier.
      if (byte < 248 && code.length < 10) code += codeLetters[byte % codeLetters.length]
    }
  }
  return code
}

/** A key of its own for one purpose, from the secret that all nodes share; says nothing about that secret or other keys. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
