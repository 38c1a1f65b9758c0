// Who else is there: the other nodes of this house, over Redis, and the presence of people at them. Nothing passes here
// that must not be lost: text and rooms go through Postgres, so Redis may be emptied, restarted or away at any time.
// A node's id lives as long as its line: made anew, it is another node to the others, and what the old one said and did
// not say again ends with it. So a message lost with the line can leave nobody behind.
import type { DocumentId } from '@/server/ids'
import type { OpenDocument } from '@/server/live/documents'
import { readNodeMessage, writeNodeMessage, type NodeMessage } from '@/server/live/node-wire'
import { forgetElsewhere, hearElsewhere, sayWhoIsHere, type PresenceOwner } from '@/server/live/presence'
import type { RedisLine } from '@/server/live/redis-line'
import { log } from '@/server/log'

/** Silence is counted in our own heartbeats: a process that was held up does not take everybody else for dead. */
type Life = { silent: number; isGone: boolean }

/** Heartbeats without a word after which a node is gone. */
const patience = 3
/** The same while our own line is down and we cannot know: what stock clients wait for each other, at two seconds a beat. */
const patienceAlone = 15
/** A node that was taken for dead and speaks again within this is asked to say everything again. */
const memory = 300

const aliveChannel = 'lianxi:nodes'
const channelOf = (id: DocumentId) => `lianxi:presence:${id}`

export class Nodes<C extends PresenceOwner> {
  private id = crypto.randomUUID()
  private readonly documents = new Map<DocumentId, OpenDocument<C>>()
  private readonly lives = new Map<string, Life>()
  /** Those known before our own line was made anew: they count on, until they are gone or have said everything again. */
  private earlier: Life[] = []
  private ownSilence = 0
  private silentUntil = 0
  private readonly timer: NodeJS.Timeout

  constructor(
    private readonly line: RedisLine,
    heartbeatMs = 2_000,
  ) {
    line.subscribe(aliveChannel, (bytes) => this.hear(bytes, null))
    line.onUp = () => this.startAnew()
    this.timer = setInterval(() => this.heartbeat(), heartbeatMs)
    if (line.isUp) this.startAnew()
  }

  opened(document: OpenDocument<C>): void {
    this.documents.set(document.id, document)
    document.tellNodes = (news) => this.say(document.id, { type: 'presence', node: this.id, news })
    this.line.subscribe(channelOf(document.id), (bytes) => this.hear(bytes, document))
    this.say(document.id, { type: 'ask', node: this.id })
  }

  dropped(document: OpenDocument<C>): void {
    if (this.documents.get(document.id) !== document) return
    this.documents.delete(document.id)
    this.line.unsubscribe(channelOf(document.id))
  }

  private say(id: DocumentId | null, message: NodeMessage): void {
    this.line.publish(id === null ? aliveChannel : channelOf(id), writeNodeMessage(message))
  }

  /** The line is up, first or again. What was said meanwhile is lost: everything is asked and said once more. */
  private startAnew(): void {
    this.id = crypto.randomUUID()
    this.ownSilence = 0
    for (const life of this.lives.values()) if (!life.isGone) this.earlier.push(life)
    for (const life of this.earlier) life.silent = 0
    this.lives.clear()
    this.say(null, { type: 'alive', node: this.id })
    this.askAll()
    for (const document of this.documents.values()) sayWhoIsHere(document)
  }

  private askAll(): void {
    for (const id of this.documents.keys()) this.say(id, { type: 'ask', node: this.id })
  }

  private hear(bytes: Uint8Array, document: OpenDocument<C> | null): void {
    let message: NodeMessage | null
    try {
      message = readNodeMessage(bytes)
    } catch (error) {
      return this.complain(error, bytes)
    }
    if (!message) return
    if (message.node === this.id) {
      this.ownSilence = 0
      return
    }
    const life = this.lifeOf(message.node)
    if (message.type === 'stopped') this.end(life)
    else if (!document) return
    else if (message.type === 'ask') sayWhoIsHere(document)
    else if (message.type === 'presence') hearElsewhere(document, life, message.news)
  }

  /** Once a minute at most: whoever floods Redis does not flood the log. */
  private complain(error: unknown, bytes: Uint8Array): void {
    if (performance.now() < this.silentUntil) return
    this.silentUntil = performance.now() + 60_000
    log.warn({ error: String(error), bytes: bytes.length }, 'nodes: bytes on Redis that no node of this house sends')
  }

  private lifeOf(node: string): Life {
    const known = this.lives.get(node)
    if (known && !known.isGone) {
      known.silent = 0
      return known
    }
    const life = { silent: 0, isGone: false }
    this.lives.set(node, life)
    if (known) this.askAll()
    return life
  }

  private heartbeat(): void {
    this.say(null, { type: 'alive', node: this.id })
    // Our own word comes back by Redis: when it does not, the line is dead, whatever its socket says.
    if (this.line.isUp && ++this.ownSilence > patience) {
      this.ownSilence = 0
      this.line.renew()
    }
    const limit = this.line.isUp ? patience : patienceAlone
    for (const life of [...this.earlier, ...this.lives.values()]) {
      if (++life.silent > limit && !life.isGone) this.end(life)
    }
    this.earlier = this.earlier.filter((life) => !life.isGone)
    for (const [node, life] of this.lives) if (life.silent > memory) this.lives.delete(node)
  }

  private end(life: Life): void {
    life.isGone = true
    for (const document of this.documents.values()) forgetElsewhere(document, life)
  }

  get isUp(): boolean {
    return this.line.isUp
  }

  /** For the operator's terminal. */
  get state(): string {
    return this.line.state
  }

  /** Others that were heard a moment ago. */
  get heard(): number {
    return [...this.lives.values()].filter((life) => !life.isGone).length
  }

  /** A stop in order: the others forget our people at once. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    this.say(null, { type: 'stopped', node: this.id })
    await this.line.close()
  }

  /** As a crash: without a word. */
  kill(): void {
    clearInterval(this.timer)
    this.line.kill()
  }
}
