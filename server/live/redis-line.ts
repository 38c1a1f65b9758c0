// One line to Redis for publishing and hearing bytes. Tries again for as long as the house stands and never throws: whoever
// publishes while it is down has spoken to nobody, and is told by onUp when everything must be said again. A word that
// could not be sent breaks the line, so that nobody believes in a line that loses some.
import type { RedisClientType } from '@redis/client'
import { log } from '@/server/log'

type Hear = (bytes: Uint8Array) => void

/** Milliseconds before the next try: soon at first, and never long, since people wait to see each other. */
const pause = (tries: number) => Math.min(1_000, 50 * 2 ** tries)
/** Milliseconds a try may take; a server that takes the connection and says nothing has failed, too. */
const tryMs = 5_000
/** Messages Redis may leave unanswered; it answers thousands in a millisecond. */
const longestQueue = 50_000
/** Nobody hears it: whether this account may publish is known before anybody relies on it. */
const probe = 'lianxi:probe'

/** The library is loaded where REDIS_URL is set, and nowhere else. */
async function makeClient(url: string): Promise<RedisClientType> {
  const { createClient } = await import('@redis/client')
  return createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: longestQueue,
    maintNotifications: 'disabled',
    // Made anew here, not by the library: subscriptions, then onUp, then nothing of the old line.
    socket: { reconnectStrategy: false, connectTimeout: tryMs },
  }) as RedisClientType
}

export class RedisLine {
  /** All subscriptions stand. Runs each time the line is made. */
  onUp: () => void = () => {}
  /** The new state, once for each change. */
  onChange: (state: string) => void = () => {}
  isUp = false
  /** In words, for the operator. */
  state = 'looking for Redis'
  private client: RedisClientType | null = null
  private readonly heard = new Map<string, Hear>()
  private tries = 0
  private timer: NodeJS.Timeout | null = null
  private isClosed = false
  private endFirstTry = () => {}
  private readonly tried = new Promise<void>((done) => (this.endFirstTry = done))

  constructor(private readonly url: string) {
    void this.connect()
  }

  /** Resolves when the first try succeeded or failed, or after so long. */
  async firstTry(atMostMs: number): Promise<void> {
    let timer: NodeJS.Timeout
    await Promise.race([this.tried, new Promise((done) => (timer = setTimeout(done, atMostMs)))])
    clearTimeout(timer!)
  }

  private async connect(): Promise<void> {
    const client = await makeClient(this.url)
    if (this.isClosed) return
    this.client = client
    client.on('error', (error: unknown) => this.lose(client, error))
    client.on('end', () => this.lose(client, new Error('closed')))
    const late = setTimeout(() => this.lose(client, new Error('no answer')), tryMs)
    try {
      await client.connect()
      const channels = [...this.heard.keys()]
      if (channels.length > 0) await client.subscribe(channels, this.dispatch, true)
      await client.publish(probe, '')
      if (this.client !== client) return
      this.tries = 0
      this.isUp = true
      this.change('ready (Redis)')
      this.onUp()
    } catch (error) {
      this.lose(client, error)
    } finally {
      clearTimeout(late)
      this.endFirstTry()
    }
  }

  private lose(client: RedisClientType, error: unknown): void {
    if (this.client !== client) return
    this.client = null
    this.isUp = false
    destroy(client)
    if (this.isClosed) return
    const why = reason(error)
    log.info({ error: why }, 'redis: the line is down')
    this.change(`Redis cannot be used now (${why}); people at other nodes are not seen in the minutes`)
    this.timer = setTimeout(() => void this.connect(), pause(this.tries++))
  }

  private change(state: string): void {
    if (this.state === state) return
    this.state = state
    this.onChange(state)
  }

  private readonly dispatch = (message: Buffer, channel: Buffer): void => this.heard.get(channel.toString())?.(message)

  subscribe(channel: string, hear: Hear): void {
    this.heard.set(channel, hear)
    const { client } = this
    if (client?.isReady) client.subscribe(channel, this.dispatch, true).catch((error) => this.lose(client, error))
  }

  unsubscribe(channel: string): void {
    this.heard.delete(channel)
    const { client } = this
    if (client?.isReady) client.unsubscribe(channel, this.dispatch, true).catch((error) => this.lose(client, error))
  }

  /** To everybody who hears the channel, ourselves included; to nobody while the line is down. */
  publish(channel: string, bytes: Uint8Array): void {
    const { client } = this
    if (!client || !this.isUp) return
    client.publish(channel, Buffer.from(bytes)).catch((error) => this.lose(client, error))
  }

  /** Gives up a line whose socket stands but which no longer carries anything. */
  renew(): void {
    if (this.client) this.lose(this.client, new Error('silent'))
  }

  /** Sends what was published, then ends. */
  async close(): Promise<void> {
    const { client } = this
    this.end()
    if (!client?.isReady) return
    let timer: NodeJS.Timeout
    await Promise.race([client.close(), new Promise((done) => (timer = setTimeout(done, 1_000)))])
    clearTimeout(timer!)
    destroy(client)
  }

  /** Ends at once, as a crash does. */
  kill(): void {
    const { client } = this
    this.end()
    if (client) destroy(client)
  }

  private end(): void {
    this.isClosed = true
    this.isUp = false
    if (this.timer) clearTimeout(this.timer)
    this.client = null
  }
}

function destroy(client: RedisClientType): void {
  try {
    client.destroy()
  } catch {
    // It had ended by itself.
  }
}

/** One line without the address, which may hold a password. */
function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (
    code ??
    String(message ?? error)
      .split('\n')[0]!
      .slice(0, 120)
  )
}
