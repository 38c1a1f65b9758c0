// Which names this house answers to. A Host outside the list is refused (DNS rebinding), and a browser of another origin
// gets no socket (cookies travel with WebSockets from anywhere).
import { networkInterfaces } from 'node:os'
import { runtime } from '@/server/env'

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** The name without its port. */
const nameOf = (host: string) => host.replace(/:\d+$/, '').toLowerCase()

export function isOurHost(host: string | undefined): boolean {
  if (!host) return false
  const name = nameOf(host)
  if (loopback.includes(name)) return true
  const { public: address } = runtime().addresses
  if (address && nameOf(new URL(address).host) === name) return true
  return Object.values(networkInterfaces()).some((list) => list?.some((entry) => entry.address === name))
}

/** A browser's Origin: ours when it names one of our hosts. The port must be the one it is asking, told by Host. */
export function isOurOrigin(origin: string): boolean {
  try {
    const { protocol, host } = new URL(origin)
    return (protocol === 'http:' || protocol === 'https:') && isOurHost(host)
  } catch {
    return false
  }
}

export const isLoopbackName = (host: string | undefined) => host !== undefined && loopback.includes(nameOf(host))
