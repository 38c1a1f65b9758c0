// Which addresses a webhook may reach. What an administrator types must not become a way into the network the house stands
// in: loopback, private and link-local networks, metadata services and everything that is not for the open internet are
// refused, unless the operator of the host named them (WEBHOOK_ALLOW).
import { BlockList, isIP } from 'node:net'

/** IANA's special-purpose registries (RFC 6890 and later), and what clouds hand their secrets out at. */
const closed4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Of the one open block, 2000::/3: what carries another address within it, or is for books. */
const closed6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const family = (address: string) => (isIP(address) === 6 ? ('ipv6' as const) : ('ipv4' as const))

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    if (bits === undefined) list.addAddress(address, family(address))
    else list.addSubnet(address, Number(bits), family(address))
  }
  return list
}
const closed = listOf([...closed4, ...closed6])
const open6 = listOf(['2000::/3'])

/** ::ffff:10.0.0.1 is 10.0.0.1, however it is written. */
const plain = (address: string): string => {
  if (isIP(address) !== 6) return address
  const host = new URL(`http://[${address.split('%')[0]}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (!mapped) return host
  const [high, low] = [parseInt(mapped[1]!, 16), parseInt(mapped[2]!, 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

export type Reach = 'open' | 'allowed' | 'refused'

/** @param allow addresses and networks, as in WEBHOOK_ALLOW */
export function makeGuard(allow: readonly string[]): (address: string) => Reach {
  const named = listOf(allow)
  return (written) => {
    const address = plain(written)
    const kind = family(address)
    if (isIP(address) === 0) return 'refused'
    if (named.check(address, kind)) return 'allowed'
    if (closed.check(address, kind)) return 'refused'
    return kind === 'ipv4' || open6.check(address, kind) ? 'open' : 'refused'
  }
}
