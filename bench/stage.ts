// Where a measurement happens: a fresh, empty server process of one kind, with storage of its own on the one Postgres of
// the run, and two fresh load processes. All of it is gone afterwards, whatever happened.
import fs from 'node:fs'
import { join } from 'node:path'
import { connect } from '@/db/client'
import type { DocumentId } from '@/server/ids'
import { newFreeDocument, tokenFor } from '@/tests/support/collab'
import { createTestDatabase } from '@/tests/support/postgres'
import { makeTestRoom } from '@/tests/support/room'
import { inParallel } from './load/edit'
import type { Wire } from './load/client'
import { Load } from './load/process'
import { freePort, residentMiB, startNode, until, type Started, type Watched } from './processes'

export type ServerName = 'lianxi' | 'relay' | 'y-websocket' | 'hocuspocus'

export type Server = {
  name: ServerName
  about: string
  language: Wire['language']
  /** Keeps documents in Postgres; the others forget them with their process. */
  stores: boolean
  /** Path below bench/, or null for ours, which is bundled. */
  script: string | null
}

export const servers: readonly Server[] = [
  {
    name: 'lianxi',
    about: 'ours: the collaboration process alone, every edit in Postgres (fsync on)',
    language: 'y-websocket',
    stores: true,
    script: null,
  },
  {
    name: 'relay',
    about: 'the floor: `ws` 8.23.0 passes messages on; no Yjs, no storage',
    language: 'relay',
    stores: false,
    script: 'peers/relay.mjs',
  },
  {
    name: 'y-websocket',
    about: '@y/websocket-server 0.1.5 as published, memory only',
    language: 'y-websocket',
    stores: false,
    script: 'peers/node_modules/@y/websocket-server/src/server.js',
  },
  {
    name: 'hocuspocus',
    about: '@hocuspocus/server and extension-database 4.7.0, defaults, into the same Postgres',
    language: 'hocuspocus',
    stores: true,
    script: 'peers/hocuspocus.mjs',
  },
]

export type Place = {
  /** The bundles of this run. */
  bundles: string
  /** For everything that is thrown away. */
  folder: string
  cluster: { url: string; pid: number }
}

export type Memory = {
  /** MiB of the process, as it is and after a full collection; of the live heap. */
  resident: number
  collected: number
  heap: number
}

/** One running server with its documents. */
export class Instance {
  documents: string[] = []
  wire!: Wire
  process!: Started
  port = 0
  private token = ''
  private database: Awaited<ReturnType<typeof createTestDatabase>> | null = null
  private readonly memoryFile: string

  private constructor(
    readonly server: Server,
    private readonly place: Place,
  ) {
    this.memoryFile = join(place.folder, `memory-${crypto.randomUUID()}`)
  }

  /** @param flushDelayMs what Postgres waits before each flush to disk, as a slow disk would make it */
  static async start(server: Server, place: Place, documentCount: number, flushDelayMs = 0): Promise<Instance> {
    const instance = new Instance(server, place)
    try {
      if (server.stores) await instance.makeStorage(flushDelayMs)
      await instance.makeDocuments(documentCount)
      await instance.startProcess()
      return instance
    } catch (error) {
      await instance.end()
      throw error
    }
  }

  private async makeStorage(flushDelayMs: number): Promise<void> {
    this.database = await createTestDatabase(this.place.cluster.url)
    if (flushDelayMs === 0) return
    const name = new URL(this.database.url).pathname.slice(1)
    await this.database.sql.unsafe(`alter database ${name} set commit_delay = ${flushDelayMs * 1000}`)
    await this.database.sql.unsafe(`alter database ${name} set commit_siblings = 0`)
  }

  /** Ours serves only documents that exist, to those who may; the others make one of any name. */
  private async makeDocuments(count: number): Promise<void> {
    const names = Array.from({ length: count }, () => crypto.randomUUID() as string)
    this.documents = names
    if (this.server.name !== 'lianxi') return
    const { db } = this.database!
    const { secretary } = await makeTestRoom(db)
    this.token = await tokenFor(db, secretary)
    await inParallel(names, 8, async (_, at) => {
      const id: DocumentId = await newFreeDocument(db, secretary)
      names[at] = id
    })
  }

  private async startProcess(): Promise<void> {
    const { process: started, port } = await this.startAnother()
    this.process = started
    this.port = port
    this.wire = this.wireAt(port)
  }

  /** One more process on the same storage; whoever starts it ends it. */
  async startAnother(): Promise<{ process: Started; port: number }> {
    const { server, place } = this
    const port = await freePort()
    const script = server.script ? join('bench', server.script) : join(place.bundles, 'ours.mjs')
    const started = await startNode(['--import', './bench/gc-on-signal.mjs', script], {
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: this.database?.url ?? '',
      NODE_ENV: 'production',
      BENCH_MEMORY_FILE: this.memoryFile,
    })
    return { process: started, port }
  }

  /** How clients speak to whatever listens on this port. */
  wireAt(port: number): Wire {
    const { server } = this
    const path = { lianxi: '/collab/{doc}', relay: '/{doc}', 'y-websocket': '/{doc}', hocuspocus: '/' }[server.name]
    return {
      language: server.language,
      url: `ws://127.0.0.1:${port}${path}`,
      headers: this.token ? { Authorization: `Bearer ${this.token}` } : {},
      hasBarriers: server.name === 'lianxi',
    }
  }

  get watched(): Watched {
    return { server: this.process.pid, postgres: this.server.stores ? this.place.cluster.pid : null }
  }

  /** A new process on the same storage. The old one is told to stop, unless it is gone already. */
  async restart(): Promise<void> {
    await this.process.stop()
    await this.startProcess()
  }

  async readMemory(): Promise<Memory> {
    const { pid } = this.process
    const resident = residentMiB(pid)
    fs.rmSync(this.memoryFile, { force: true })
    this.process.signal('SIGUSR2')
    await until(() => fs.existsSync(this.memoryFile), 'a full collection')
    const { heapUsed, external } = JSON.parse(fs.readFileSync(this.memoryFile, 'utf8')) as NodeJS.MemoryUsage
    return { resident, collected: residentMiB(pid), heap: (heapUsed + external) / 2 ** 20 }
  }

  /**
   * The same work with nothing of ours in it: `count` rows of 40 bytes, each committed before the next, on the same
   * database. @returns milliseconds of each
   */
  async bareCommits(count: number): Promise<number[]> {
    const { sql, end } = connect(this.database!.url, { max: 1 })
    await sql`create table floor (data bytea)`
    const times: number[] = []
    for (let n = 0; n < count + 20; n++) {
      const from = performance.now()
      await sql`insert into floor values (${Buffer.alloc(40, n)})`
      if (n >= 20) times.push(performance.now() - from)
    }
    await end()
    return times
  }

  async end(): Promise<void> {
    await this.process?.stop(3_000)
    await this.database?.drop()
  }
}

export type Scene = { instance: Instance; probe: Load; crowd: Load }

/** Sets the stage, plays, clears it. `probe` is for those who are timed, `crowd` for the others. */
export async function onStage<T>(
  server: Server,
  place: Place,
  { documents = 1, flushDelayMs = 0 }: { documents?: number; flushDelayMs?: number },
  play: (scene: Scene) => Promise<T>,
): Promise<T> {
  const instance = await Instance.start(server, place, documents, flushDelayMs)
  const [probe, crowd] = [new Load(place.bundles), new Load(place.bundles)]
  try {
    return await play({ instance, probe, crowd })
  } finally {
    probe.end()
    crowd.end()
    await instance.end()
  }
}
