// The environment, parsed once: the only file that reads process.env (with log.ts and clock.ts). Two layers: `parseEnv` is
// what the operator wrote; `runtime()` is what the running house knows (embedded database, keys, LiveKit). The live process
// hands it over in one variable of the process, because Next's bundle loads its own copy of every module.
import { isIP } from 'node:net'
import { z } from 'zod'

const port = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(65535))
const url = (...protocols: string[]) =>
  z.string().refine(
    (text) => {
      try {
        return protocols.includes(new URL(text).protocol)
      } catch {
        return false
      }
    },
    `an address starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  )

/** One Redis, by TCP or TLS. The path, where there is one, is the number of a database. */
const redisUrl = z.string().refine((text) => {
  try {
    const { protocol, hostname, pathname, username, password } = new URL(text)
    decodeURIComponent(username + password)
    return ['redis:', 'rediss:'].includes(protocol) && hostname !== '' && /^\/?\d*$/.test(pathname)
  } catch {
    return false
  }
}, 'an address such as redis://host:6379 or rediss://user:password@host:6380/0')

/** Codes and names of people travel to it: plain http is for a provider on this machine. */
const issuer = z.string().refine((text) => {
  try {
    const { protocol, hostname, search, hash, username } = new URL(text)
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    return (protocol === 'https:' || (protocol === 'http:' && isHere)) && search + hash + username === ''
  } catch {
    return false
  }
}, 'the issuer of an OpenID Connect provider, such as https://login.example.gov (http:// only on this machine)')

/** A mailbox: who reads it, which folder, and where a token stands in the address that answers come to. */
const imapUrl = z.string().refine((text) => {
  try {
    const { protocol, hostname, username, password, pathname, search, hash } = new URL(text)
    decodeURIComponent(username + password + pathname)
    const to = search === '' ? '' : answersOf(text)
    return ['imap:', 'imaps:'].includes(protocol) && hostname !== '' && hash === '' && username !== '' && to !== null
  } catch {
    return false
  }
}, 'imaps://user:password@host/INBOX (a @ in the user as %40), with ?to=answers+*@example.gov where the mailbox has other addresses')

/** The address after ?to=, which is no form: a + in it is a +. Null where it does not fit. */
function answersOf(url: string): string | null {
  const to = decodeURIComponent(/^\?to=([^&]+)$/.exec(new URL(url).search)?.[1] ?? '')
  const [, local = ''] = /^([^@\s<>"]*\*[^@\s<>"]*)@[^@\s<>"*]+$/.exec(to) ?? []
  // RFC 5321: 64 octets before the @.
  return local.split('*').length === 2 && local.length - 1 + tokenLetters <= 64 ? to : null
}

/** Letters of the token that makes a letter's answer its own (server/notices/links.ts). */
export const tokenLetters = 26

/** An address, or a network as address/bits. */
const network = z.string().refine((text) => {
  const [address = '', bits, more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
})

const Env = z.object({
  PORT: port.prefault('3000'),
  HTTPS_PORT: port.prefault('3443'),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: url('http:', 'https:').optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: redisUrl.optional(),
  LIVEKIT_URL: url('ws:', 'wss:', 'http:', 'https:').optional(),
  LIVEKIT_API_KEY: z.string().optional(),
  LIVEKIT_API_SECRET: z.string().optional(),
  LIVEKIT_BIN: z.string().optional(),
  AUTH_SECRET: z.string().min(32).optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  MAIL_FROM: z.string().optional(),
  IMAP_URL: imapUrl.optional(),
  OIDC_ISSUER: issuer.optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** What people call the provider, on the button. */
  OIDC_NAME: z.string().trim().min(1).max(40).optional(),
  /** Unset: kept for good. Six months are the least that the rules of 等保 allow, and Postgres holds us to it. */
  AUDIT_DAYS: z
    .string()
    .regex(/^\d{3,5}$/)
    .transform(Number)
    .pipe(z.number().min(180))
    .optional(),
  /** Internal networks that webhooks may reach all the same, such as 10.20.0.0/16,127.0.0.1. */
  WEBHOOK_ALLOW: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(network))
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
  TRUST_PROXY: z
    .enum(['0', '1', 'true', 'false'])
    .default('0')
    .transform((text) => text === '1' || text === 'true'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
})
export type Env = z.infer<typeof Env>

const accepted: Partial<Record<keyof Env, string>> = {
  PORT: 'a port number from 0 to 65535',
  HTTPS_PORT: 'a port number from 0 to 65535',
  AUTH_SECRET: 'at least 32 characters',
  AUDIT_DAYS: 'a number of days from 180 up, or nothing, to keep the audit trail for good',
  OIDC_CLIENT_ID: 'at most 500 characters',
  OIDC_NAME: 'a name of 1 to 40 characters',
  WEBHOOK_ALLOW: 'addresses and networks, such as 10.20.0.0/16,127.0.0.1',
  LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent',
  TRUST_PROXY: '0 or 1',
}
const secretNames: readonly string[] = [
  'AUTH_SECRET',
  'LIVEKIT_API_SECRET',
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'IMAP_URL',
  'OIDC_CLIENT_SECRET',
]

/** A start that cannot go on, in one line for the terminal. */
export class StartError extends Error {}

/** @throws StartError naming the variable, what was found (never a secret) and what is accepted. Empty counts as unset. */
export function parseEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Env.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const name = String(issue.path[0]) as keyof Env
    const found = secretNames.includes(name) ? 'a value that does not fit (not shown)' : `"${given[name]}"`
    throw new StartError(`${name} is ${found}; accepted: ${accepted[name] ?? issue.message}.`)
  }
  const env = parsed.data
  if (env.LIVEKIT_URL && !(env.LIVEKIT_API_KEY && env.LIVEKIT_API_SECRET)) {
    throw new StartError(
      'LIVEKIT_URL is set; accepted together with LIVEKIT_API_KEY and LIVEKIT_API_SECRET of that server.',
    )
  }
  if (env.IMAP_URL !== undefined && env.SMTP_URL === undefined) {
    throw new StartError('IMAP_URL is set; accepted together with SMTP_URL: answers come to letters that were sent.')
  }
  if (env.IMAP_URL !== undefined && imapOf(env)!.answersTo === null) {
    throw new StartError(
      'IMAP_URL has a user that is no mail address of at most 37 letters before its @; accepted with ?to=answers+*@example.gov, where * is any 26 letters.',
    )
  }
  const oidc = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET]
  if (oidc.some((value) => value !== undefined) && oidc.some((value) => value === undefined)) {
    throw new StartError('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: some are set; accepted: all or none.')
  }
  if ((env.TLS_CERT === undefined) !== (env.TLS_KEY === undefined)) {
    throw new StartError('TLS_CERT and TLS_KEY: one is set; accepted: both (PEM files) or neither.')
  }
  return env
}

const Runtime = z.object({
  databaseUrl: z.string(),
  authSecret: z.string(),
  /** Bearer for /metrics. */
  metricsToken: z.string().default(''),
  dataDir: z.string(),
  /** Where the running bundle and its threads lie; pages are bundled elsewhere and cannot tell. */
  bundleDir: z.string().default(''),
  livekit: z.object({ httpUrl: z.string(), apiKey: z.string(), apiSecret: z.string() }).nullable().default(null),
  /** Why there is no video, told by the page; null while there is. */
  livekitMissing: z.enum(['notInstalled', 'starting', 'unreachable']).nullable().default('notInstalled'),
  /** Addresses people may open, best first: [local http, LAN https…]. */
  addresses: z.object({ local: z.string(), lan: z.array(z.string()), public: z.string().nullable() }),
  mail: z.boolean().default(false),
  /** Path of the first script of the room's page (server/rooms/door/assets); null: the page does without. */
  roomScript: z.string().nullable().default(null),
  /** Where answers of calendar programs come to, with * for the letter's token; null: to whoever sent the notice. */
  answersTo: z.string().nullable().default(null),
  /** The one OpenID Connect provider, where there is one. */
  oidc: z
    .object({ issuer: z.string(), clientId: z.string(), clientSecret: z.string(), name: z.string() })
    .nullable()
    .default(null),
  /** Internal addresses and networks that webhooks may reach. */
  webhookAllow: z.array(z.string()).default([]),
  databaseKind: z.enum(['embedded', 'external']).default('embedded'),
})
export type Runtime = z.infer<typeof Runtime>

let seen: { text: string; value: Runtime } | undefined

/** What the running house knows now; LiveKit may come and go, so ask at every use. Throws outside a started process. */
export function runtime(): Runtime {
  const text = process.env.LIANXI_RUNTIME
  if (text === undefined) throw new Error('runtime() before the house was started')
  if (seen?.text !== text) seen = { text, value: Runtime.parse(JSON.parse(text)) }
  return seen.value
}

/** For server/live, the CLI and tests: says what the house knows; both copies of this module see it at their next call. */
export function setRuntime(change: Partial<z.input<typeof Runtime>>): void {
  const before = process.env.LIANXI_RUNTIME ? (JSON.parse(process.env.LIANXI_RUNTIME) as object) : {}
  process.env.LIANXI_RUNTIME = JSON.stringify(Runtime.parse({ ...before, ...change }))
}

/** The provider as the running house knows it; without a name it is called by its host. */
export function oidcOf(env: Env): Runtime['oidc'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env
  if (!issuer || !clientId || !clientSecret) return null
  return { issuer, clientId, clientSecret, name: env.OIDC_NAME ?? new URL(issuer).host }
}

export type Imap = { host: string; port: number; isSecure: boolean; user: string; password: string; folder: string }

/** The mailbox of IMAP_URL. Plus-addresses of its user, where nothing else is said: most mail servers know them. */
export function imapOf({ IMAP_URL }: Pick<Env, 'IMAP_URL'>): (Imap & { answersTo: string | null }) | null {
  if (!IMAP_URL) return null
  const { protocol, hostname, port, username, password, pathname, search } = new URL(IMAP_URL)
  const isSecure = protocol === 'imaps:'
  const user = decodeURIComponent(username)
  const plus = answersOf(`imap://x/?to=${encodeURIComponent(user.replace(/@/, '+*@'))}`)
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 993 : 143),
    isSecure,
    user,
    password: decodeURIComponent(password),
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
    answersTo: search === '' ? plus : answersOf(IMAP_URL),
  }
}
