// A real IMAP server for tests: Dovecot on loopback, a free port of its own that it keeps through kills, gone afterwards.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { freePort, until } from './app'
import { obtain } from './obtain.mjs'

export type TestDovecot = {
  port: number
  /** Of a mailbox, which is there when it is first named. */
  url(user: string): string
  /** As a mail server lays it into the inbox. */
  deliver(user: string, letter: string): void
  /** How many letters lie in the inbox, and how many of them have been read. */
  count(user: string): Promise<{ all: number; seen: number }>
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const password = 'only-for-tests'
/** Under root the mailboxes are nobody's: Dovecot refuses to read mail as root. */
const nobody = 65534

export async function startDovecot(): Promise<TestDovecot> {
  const { found, missing } = await obtain(() => {}, ['dovecot'])
  if (!found.dovecot) throw new Error(`dovecot: not to be had here; ${missing.dovecot}`)
  const binary = found.dovecot
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'lx-imap-'))
  chmodSync(folder, 0o755)
  const isRoot = process.getuid!() === 0
  const [uid, gid] = isRoot ? [nobody, nobody] : [process.getuid!(), process.getgid!()]
  const me = userInfo().username
  const own = isRoot
    ? []
    : [
        `default_login_user = ${me}`,
        `default_internal_user = ${me}`,
        `default_internal_group = ${execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()}`,
      ]
  const config = join(folder, 'dovecot.conf')
  const plain = (service: string) => `service ${service} {\n  chroot =\n}`
  writeFileSync(
    config,
    [
      `base_dir = ${folder}/run`,
      `state_dir = ${folder}/state`,
      `log_path = ${folder}/log`,
      'protocols = imap',
      'listen = 127.0.0.1',
      'ssl = no',
      'disable_plaintext_auth = no',
      'first_valid_uid = 1',
      `mail_location = maildir:${folder}/mail/%u`,
      'mail_max_userip_connections = 50',
      ...own,
      `passdb {\n  driver = static\n  args = password=${password}\n}`,
      `userdb {\n  driver = static\n  args = uid=${uid} gid=${gid} home=${folder}/home/%u\n}`,
      `service imap-login {\n  chroot =\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`,
      plain('anvil'),
      '',
    ].join('\n'),
  )
  for (const name of ['mail', 'home']) {
    mkdirSync(join(folder, name))
    chownSync(join(folder, name), uid, gid)
  }
  let child: ChildProcess | null = null
  let letters = 0

  const start = async () => {
    child = spawn(binary, ['-F', '-c', config], { stdio: 'ignore', detached: true })
    await until('Dovecot answers', () => greets(port), 20_000)
  }
  /** kill -9 to the whole group: a line that stands has a process of its own, which outlives the master. */
  const kill = async () => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((done) => running.once('exit', done))
    process.kill(-running.pid!, 'SIGKILL')
    await ended
  }
  const inbox = (user: string) => {
    const path = join(folder, 'mail', user)
    for (const each of [path, ...['cur', 'new', 'tmp'].map((name) => join(path, name))]) {
      mkdirSync(each, { recursive: true })
      chownSync(each, uid, gid)
    }
    return path
  }
  await start()
  return {
    port,
    url: (user) => `imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${port}`,
    deliver: (user, letter) => {
      const path = inbox(user)
      const name = `${Date.now()}.${process.pid}_${++letters}.here`
      writeFileSync(join(path, 'tmp', name), letter)
      chownSync(join(path, 'tmp', name), uid, gid)
      renameSync(join(path, 'tmp', name), join(path, 'new', name))
    },
    count: async (user) => {
      const client = new ImapFlow({
        host: '127.0.0.1',
        port,
        secure: false,
        auth: { user, pass: password },
        logger: false,
      })
      await client.connect()
      const status = await client.status('INBOX', { messages: true, unseen: true })
      await client.logout()
      if (!status) throw new Error('no inbox')
      return { all: status.messages!, seen: status.messages! - status.unseen! }
    },
    kill,
    start,
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const greets = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => done(false))
    socket.once('data', (data) => {
      socket.destroy()
      done(data.toString().startsWith('* OK'))
    })
  })
