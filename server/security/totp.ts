// RFC 6238 as every authenticator app has it: SHA-1, six digits, thirty seconds. Adapter for otpauth.
import { Secret, TOTP } from 'otpauth'

const period = 30
/** Steps before and after ours in which a code still counts: a phone's clock half a minute off, and no more. */
const skew = 1

const totpOf = (secret: string, issuer: string, label: string) =>
  new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret) })

/** 160 random bits, in base32. */
export const makeTotpSecret = () => new Secret({ size: 20 }).base32

/** What the QR code says to an authenticator app. */
export const totpUri = (secret: string, county: string, person: string) => totpOf(secret, county, person).toString()

/** The step a code belongs to, or null where it is none of now, one before or one after. */
export function stepOfCode(secret: string, code: string, at: Date): number | null {
  const timestamp = at.getTime()
  const delta = totpOf(secret, '', '').validate({ token: code, timestamp, window: skew })
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta
}

/** For tests and programs: the code of a moment. */
export const codeAt = (secret: string, at: Date) => totpOf(secret, '', '').generate({ timestamp: at.getTime() })
