// A certificate of our own for the LAN: cameras need a secure context on a phone. Made once; made anew only when it nears
// its end or this machine's addresses have changed, so that a phone which trusts it keeps doing so.
import { X509Certificate } from 'node:crypto'
import fs from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { StartError, type Env } from '@/server/env'

/** IPv4 addresses of this machine that a phone on the same network could open. */
export const lanAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)

export async function certificate(
  dataDir: string,
  env: Env,
  now: Date,
): Promise<{ cert: string; key: string; isOwn: boolean }> {
  if (env.TLS_CERT && env.TLS_KEY) {
    try {
      return { cert: fs.readFileSync(env.TLS_CERT, 'utf8'), key: fs.readFileSync(env.TLS_KEY, 'utf8'), isOwn: false }
    } catch (error) {
      throw new StartError(`TLS_CERT or TLS_KEY cannot be read: ${(error as Error).message}`)
    }
  }
  const path = join(dataDir, 'certificate.json')
  const addresses = lanAddresses()
  const kept = readKept(path)
  if (kept && fits(kept.cert, addresses, now)) return { ...kept, isOwn: true }
  const days = 825 // the most that Apple's devices accept
  const made = await generate([{ name: 'commonName', value: 'Lianxi' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - 86_400_000),
    notAfterDate: new Date(now.getTime() + days * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...['127.0.0.1', ...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  })
  const pair = { cert: made.cert, key: made.private }
  fs.writeFileSync(path, JSON.stringify(pair), { mode: 0o600 })
  return { ...pair, isOwn: true }
}

function readKept(path: string): { cert: string; key: string } | null {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8')) as { cert: string; key: string }
  } catch {
    return null
  }
}

function fits(pem: string, addresses: string[], now: Date): boolean {
  const cert = new X509Certificate(pem)
  const endsInMs = new Date(cert.validTo).getTime() - now.getTime()
  return endsInMs > 30 * 86_400_000 && addresses.every((address) => cert.checkIP(address) !== undefined)
}
