import { expect, it } from 'vitest'
import { imapOf, parseEnv } from './env'

it('has a default for everything, and takes an empty value for none', () => {
  expect(parseEnv({})).toMatchObject({
    PORT: 3000,
    HTTPS_PORT: 3443,
    HOST: '0.0.0.0',
    DATA_DIR: '.data',
    TRUST_PROXY: false,
  })
  expect(parseEnv({ PORT: '', DATABASE_URL: '' })).toEqual(parseEnv({}))
})

it.each([
  [{ PORT: '70000' }, 'PORT is "70000"; accepted: a port number from 0 to 65535.'],
  [{ PORT: '0x50' }, 'PORT is "0x50"; accepted: a port number from 0 to 65535.'],
  [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY is "yes"; accepted: 0 or 1.'],
  [
    { PUBLIC_URL: 'meet.example' },
    'PUBLIC_URL is "meet.example"; accepted: an address starting with http:// or https://.',
  ],
  [
    { IMAP_URL: 'http://x' },
    'IMAP_URL is a value that does not fit (not shown); accepted: imaps://user:password@host/INBOX (a @ in the user as %40), with ?to=answers+*@example.gov where the mailbox has other addresses.',
  ],
  [
    { IMAP_URL: 'imaps://a%40county.example:x@mail.example' },
    'IMAP_URL is set; accepted together with SMTP_URL: answers come to letters that were sent.',
  ],
  [
    { SMTP_URL: 'smtp://x', IMAP_URL: 'imaps://lianxi:x@mail.example' },
    'IMAP_URL has a user that is no mail address of at most 37 letters before its @; accepted with ?to=answers+*@example.gov, where * is any 26 letters.',
  ],
  [
    { OIDC_ISSUER: 'http://login.example' },
    'OIDC_ISSUER is "http://login.example"; accepted: the issuer of an OpenID Connect provider, such as https://login.example.gov (http:// only on this machine).',
  ],
  [
    { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'lianxi' },
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: some are set; accepted: all or none.',
  ],
  [{ OIDC_NAME: '一'.repeat(41) }, `OIDC_NAME is "${'一'.repeat(41)}"; accepted: a name of 1 to 40 characters.`],
  [{ TLS_CERT: '/c.pem' }, 'TLS_CERT and TLS_KEY: one is set; accepted: both (PEM files) or neither.'],
])('refuses %o in one line', (source, message) => {
  expect(() => parseEnv(source)).toThrow(message)
})

it.each(['AUTH_SECRET', 'DATABASE_URL', 'SMTP_URL', 'IMAP_URL', 'REDIS_URL'])('never shows the value of %s', (name) => {
  let said = ''
  try {
    parseEnv({ [name]: 'canary' })
  } catch (error) {
    said = (error as Error).message
  }
  expect(said).toContain(name)
  expect(said).not.toContain('canary')
})

it('wants the key and secret that belong to a LiveKit of the operator', () => {
  const url = { LIVEKIT_URL: 'wss://media.example' }
  expect(() => parseEnv(url)).toThrow('LIVEKIT_API_KEY and LIVEKIT_API_SECRET')
  expect(parseEnv({ ...url, LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' }).LIVEKIT_URL).toBe('wss://media.example')
})

it.each(['redis://127.0.0.1:6379', 'redis://:secret@redis.example/2', 'rediss://user:secret@redis.example:6380/0'])(
  'takes %s for a Redis',
  (REDIS_URL) => expect(parseEnv({ REDIS_URL }).REDIS_URL).toBe(REDIS_URL),
)

it.each(['http://x', 'redis://', 'redis://host/minutes', 'redis://host:70000', 'redis://:%zz@host'])(
  'takes %s for no Redis',
  (REDIS_URL) =>
    expect(() => parseEnv({ REDIS_URL })).toThrow(
      'REDIS_URL is a value that does not fit (not shown); accepted: an address such as redis://host:6379 or rediss://user:password@host:6380/0.',
    ),
)

it.each([
  [
    'imaps://answers%40county.example:p%40ss@mail.example',
    {
      host: 'mail.example',
      port: 993,
      isSecure: true,
      user: 'answers@county.example',
      password: 'p@ss',
      folder: 'INBOX',
    },
    'answers+*@county.example',
  ],
  [
    'imap://lianxi:x@127.0.0.1:1143/%E7%AD%94%E5%A4%8D?to=answer-*@county.example',
    { host: '127.0.0.1', port: 1143, isSecure: false, user: 'lianxi', folder: '答复' },
    'answer-*@county.example',
  ],
  ['imaps://a:x@mail.example?to=a+*@county.example', { folder: 'INBOX' }, 'a+*@county.example'],
])('reads the mailbox of %s', (IMAP_URL, mailbox, answersTo) => {
  expect(imapOf(parseEnv({ SMTP_URL: 'smtp://x', IMAP_URL }))).toMatchObject({ ...mailbox, answersTo })
})

it.each([
  'imaps://mail.example',
  'imaps://a:x@mail.example?to=answers@county.example',
  'imaps://a:x@mail.example?to=*+*@county.example',
  'imaps://a:x@mail.example?to=*@*.example',
  'imaps://a:x@mail.example?from=*@county.example',
  `imaps://a:x@mail.example?to=${'a'.repeat(39)}*@county.example`,
  'imaps://a:%zz@mail.example',
])('takes %s for no mailbox', (IMAP_URL) =>
  expect(() => parseEnv({ SMTP_URL: 'smtp://x', IMAP_URL })).toThrow('IMAP_URL is a value that does not fit'),
)
