// One POST to an address of somebody else's. The name is resolved here and the connection goes to what was resolved and
// looked at, so that a name cannot mean one machine when it is checked and another when it is called; the other end is looked
// at once more when the line stands. No redirect is followed, nothing of an answer but its status is read.
import { lookup as resolve, type LookupAddress } from 'node:dns'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { makeGuard } from './guard'
import { timeoutMs, type Problem } from './model'

export type Answer = { status: number } | { problem: Problem }
export type Post = (to: { url: string; headers: Record<string, string>; body: string }) => Promise<Answer>

class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem)
  }
}

type Resolve = (name: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void
const byDns: Resolve = (name, done) => resolve(name, { all: true }, done)

/** @param byName what resolves names; a test says what a name means, and that it means something else the next time */
export function makePost(allow: readonly string[], byName: Resolve = byDns, withinMs = timeoutMs): Post {
  const guard = makeGuard(allow)
  const look = (address: string, isSecure: boolean) => {
    const reach = guard(address)
    if (reach === 'refused') throw new Refused('address')
    // In the clear only within a network that the operator named.
    if (reach === 'open' && !isSecure) throw new Refused('insecure')
  }
  return ({ url, headers, body }) =>
    new Promise<Answer>((done) => {
      const target = new URL(url)
      const isSecure = target.protocol === 'https:'
      const host = target.hostname.replace(/^\[|\]$/g, '')
      const lookup: LookupFunction = (name, options, back) => {
        byName(name, (error, addresses) => {
          try {
            if (error || addresses.length === 0) throw new Refused('name')
            for (const { address } of addresses) look(address, isSecure)
            if (options.all) back(null, addresses)
            else back(null, addresses[0]!.address, addresses[0]!.family)
          } catch (reason) {
            back(reason as Error, '', 0)
          }
        })
      }
      try {
        // An address that is written out is never resolved.
        if (isIP(host) !== 0) look(host, isSecure)
        const signal = AbortSignal.timeout(withinMs)
        const sent = (isSecure ? requestSecure : requestPlain)(target, {
          method: 'POST',
          agent: false,
          lookup,
          signal,
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': String(Buffer.byteLength(body)),
            'user-agent': 'Lianxi-Webhooks/1',
            connection: 'close',
            ...headers,
          },
        })
        sent.on('socket', (socket) =>
          socket.once('connect', () => {
            try {
              look(socket.remoteAddress ?? '', isSecure)
            } catch (reason) {
              sent.destroy(reason as Error)
            }
          }),
        )
        sent.on('response', (response) => {
          response.destroy()
          done({ status: response.statusCode ?? 0 })
        })
        sent.on('error', (error) => done({ problem: problemIn(error) }))
        sent.end(body)
      } catch (error) {
        done({ problem: problemIn(error) })
      }
    })
}

const certificateCodes = /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|UNABLE_TO_/

function problemIn(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  const { code = '', name = '' } = error as { code?: string; name?: string }
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR') return 'timeout'
  return certificateCodes.test(code) ? 'certificate' : 'connection'
}
