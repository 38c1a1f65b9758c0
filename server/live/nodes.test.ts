// The life of a node as the others see it, beat by beat, on a Redis that is played: what must happen when one line alone
// breaks, falls silent or stays away is a matter of order, which a real one would leave to chance (that one: SPEC.md M41–M45).
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CountyId, DocumentId } from '@/server/ids'
import { presenceFrame } from '@/server/minutes/wire'
import { OpenDocument } from './documents'
import { Nodes } from './nodes'
import { hearPresence, type PresenceOwner } from './presence'
import type { RedisLine } from './redis-line'

const beat = 2_000
const documentId = DocumentId.parse(crypto.randomUUID())
const events = { committed() {}, behind() {}, refused() {}, opened() {}, dropped() {} }

/** Lines that hear each other as long as both are up. */
class PlayedRedis {
  readonly lines = new Set<PlayedLine>()
}
class PlayedLine {
  isUp = true
  /** Takes what is published and carries it nowhere, as a half-open socket does. */
  isDeaf = false
  renewed = 0
  onUp = () => {}
  private readonly heard = new Map<string, (bytes: Uint8Array) => void>()
  constructor(private readonly redis: PlayedRedis) {
    redis.lines.add(this)
  }
  subscribe(channel: string, hear: (bytes: Uint8Array) => void) {
    this.heard.set(channel, hear)
  }
  unsubscribe(channel: string) {
    this.heard.delete(channel)
  }
  publish(channel: string, bytes: Uint8Array) {
    if (!this.isUp || this.isDeaf) return
    for (const line of this.redis.lines) if (line.isUp && !line.isDeaf) line.heard.get(channel)?.(bytes)
  }
  renew() {
    this.renewed++
    this.isDeaf = false
    this.onUp()
  }
  break() {
    this.isUp = false
  }
  mend() {
    this.isUp = true
    this.onUp()
  }
}

type Person = PresenceOwner & { say(clock: number, state: unknown): void }

/** One node with one document open, and one person at it, `id`. */
function play(redis: PlayedRedis, id: number) {
  const line = new PlayedLine(redis)
  const nodes = new Nodes<Person>(line as unknown as RedisLine, beat)
  const document = new OpenDocument<Person>(CountyId.parse(crypto.randomUUID()), documentId, events)
  nodes.opened(document)
  const person: Person = {
    senderId: crypto.randomUUID(),
    user: { name: `人${id}`, kind: null },
    speaksFor: null,
    sendPresence() {},
    say: (clock, state) =>
      hearPresence(document, person, presenceFrame([{ client: id, clock, state: JSON.stringify(state) }]).subarray(2)),
  }
  return { line, nodes, document, person, sees: (other: number) => document.presence.has(other) }
}

/** Presence is told within a tenth of a second. */
const settle = () => vi.advanceTimersByTime(250)
const beats = (count: number) => vi.advanceTimersByTime(count * beat)

let [a, b] = [] as unknown as [ReturnType<typeof play>, ReturnType<typeof play>]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
  const redis = new PlayedRedis()
  a = play(redis, 1)
  b = play(redis, 2)
  a.person.say(1, {})
  b.person.say(1, {})
  settle()
  expect([a.sees(2), b.sees(1)]).toEqual([true, true])
})
afterEach(() => vi.useRealTimers())

it('asks and says everything again when its own line alone was made anew', () => {
  a.line.break()
  beats(1)
  a.line.mend()
  beats(8)
  expect([a.sees(2), b.sees(1)]).toEqual([true, true])
  expect([a.nodes.heard, b.nodes.heard]).toEqual([1, 1])
})

it('leaves nobody behind who went while the line was down', () => {
  a.line.break()
  a.person.say(1, null)
  settle()
  expect(b.sees(1)).toBe(true)
  a.line.mend()
  beats(5)
  expect(b.sees(1)).toBe(false)
})

it('gives up a line that carries nothing, and nobody is lost by it', () => {
  beats(5)
  expect(a.line.renewed).toBe(0)
  a.line.isDeaf = true
  beats(2)
  expect(a.line.renewed).toBe(0)
  beats(2)
  expect(a.line.renewed).toBe(1)
  settle()
  expect([a.sees(2), b.sees(1)]).toEqual([true, true])
})

it('keeps everybody half a minute while its own line is down, then lets them go', () => {
  a.line.break()
  beats(15)
  expect(a.sees(2)).toBe(true)
  beats(1)
  expect(a.sees(2)).toBe(false)
  a.line.mend()
  settle()
  expect(a.sees(2)).toBe(true)
})

it('asks a node that it took for dead and that speaks again', () => {
  // The other way is whole: b hears and is not heard.
  const publish = vi.spyOn(b.line, 'publish').mockImplementation(() => {})
  vi.spyOn(b.line, 'renew').mockImplementation(() => {})
  beats(4)
  expect(a.sees(2)).toBe(false)
  publish.mockRestore()
  beats(1)
  settle()
  expect(a.sees(2)).toBe(true)
})

it('hears nothing more of a document that is closed, and everything of one that is opened again', () => {
  b.nodes.dropped(b.document)
  a.person.say(2, { at: 'unheard' })
  settle()
  expect(b.document.presence.get(1)?.clock).toBe(1)
  const again = new OpenDocument<Person>(b.document.countyId, documentId, events)
  b.nodes.opened(again)
  settle()
  expect(again.presence.get(1)).toMatchObject({ clock: 2, owner: { senderId: a.person.senderId } })
})
