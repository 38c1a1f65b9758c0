// For a file of tests on /collab: a database, a small county, its secretary's token, one node, and clients of both kinds.
import { afterAll, afterEach, beforeAll } from 'vitest'
import type * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { newFreeDocument, RawClient, startCollab, tokenFor, type CollabServer, type CollabOptions } from './collab'
import { createTestDatabase } from './postgres'
import { makeTestRoom, type TestRoom } from './room'
import { StockClient, type StockOptions } from './stock-client'

type At = { on?: CollabServer; by?: string }

export class MinutesHouse {
  database!: Awaited<ReturnType<typeof createTestDatabase>>
  room!: TestRoom
  token!: string
  server!: CollabServer
  private readonly stocks: StockClient[] = []
  private readonly extra = new Set<CollabServer>()

  async open(): Promise<void> {
    this.database = await createTestDatabase()
    this.room = await makeTestRoom(this.database.db)
    this.token = await tokenFor(this.database.db, this.room.secretary)
    this.server = await startCollab(this.database.url)
  }
  async close(): Promise<void> {
    this.dismiss()
    await Promise.all([this.server, ...this.extra].map((node) => node?.kill()))
    await this.database.drop()
  }

  /** Ends the stock clients there are. */
  dismiss(): void {
    for (const client of this.stocks.splice(0)) client.destroy()
  }

  create = (): Promise<DocumentId> => newFreeDocument(this.database.db, this.room.secretary)
  raw = (id: DocumentId, { on = this.server, by = this.token }: At = {}) => new RawClient(on.url, id, by)
  stock(id: DocumentId, { on = this.server, by = this.token, ...options }: At & StockOptions = {}): StockClient {
    const client = new StockClient(on.url, id, by, options)
    this.stocks.push(client)
    return client
  }
  /** One more node on the database; gone at the end of the file, if not before. */
  async node(options: CollabOptions = {}, port = 0): Promise<CollabServer> {
    const node = await startCollab(this.database.url, options, port)
    this.extra.add(node)
    return node
  }
  async end(node: CollabServer, how: 'kill' | 'stop' = 'stop'): Promise<void> {
    this.extra.delete(node)
    await node[how]()
  }

  /** What Postgres holds, by Yjs alone. */
  stored = async (id: DocumentId): Promise<Y.Doc> => buildDoc((await loadBytes(this.database.db, id))!).doc
  storedText = async (id: DocumentId) => (await this.stored(id)).getText('t').toString()
  async rows(id: DocumentId): Promise<number> {
    const [row] = await this.database.sql<{ n: number }[]>`
      select count(*)::int as n from document_updates where document_id = ${id}`
    return row!.n
  }
}

export function openMinutesHouse(): MinutesHouse {
  const house = new MinutesHouse()
  beforeAll(() => house.open())
  afterEach(() => house.dismiss())
  afterAll(() => house.close())
  return house
}
