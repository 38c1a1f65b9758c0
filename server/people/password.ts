// argon2id (RFC 9106), with OWASP's second recommended setting: 19 MiB, 2 passes, 1 lane. Hashing runs off the event loop.
import { hash, verify } from '@node-rs/argon2'

const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string) => hash(password.normalize('NFKC'), options)

/** A hash of nothing anybody knows: an unknown name costs as long as a known one. */
let decoy: Promise<string> | undefined

export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash(crypto.randomUUID(), options)
  const matches = await verify(passwordHash ?? (await decoy), password.normalize('NFKC'))
  return passwordHash !== null && matches
}
