// Presence as an editor sends it: who, where the caret stands, and when it was said.
import * as decoding from 'lib0/decoding'
import { nowMs } from '../processes'
import { summarize } from '../statistics'
import type { Client } from './client'

const stateOf = (number: number, clock: number, at: number) => {
  const place = { type: null, tname: 't', item: { client: 1000 + (number % 5), clock }, assoc: 0 }
  const user = { name: `Editor ${number}`, color: '#2a6f97' }
  return JSON.stringify({ user, cursor: { anchor: place, head: place }, saidAt: at })
}

/** Moves the cursors of some clients `rate` times a second each, spread over the second. */
export class Cursors {
  private readonly due: number[]
  private readonly clocks: number[]

  /** @param firstNumber numbers of cursors must differ between load processes */
  constructor(
    private readonly clients: readonly Client[],
    private readonly rate: number,
    private readonly firstNumber: number,
  ) {
    const begin = nowMs()
    this.due = clients.map((_, i) => begin + (i / clients.length) * (1000 / rate))
    this.clocks = clients.map(() => 0)
  }

  /** Sends those that are due at `now` (ms). */
  move(now: number): void {
    if (this.rate === 0) return
    this.clients.forEach((client, i) => {
      if (this.due[i]! > now) return
      this.due[i]! += 1000 / this.rate
      const number = this.firstNumber + i
      const clock = ++this.clocks[i]!
      client.socket.send(client.presenceMessage(1_000_000 + number, clock, stateOf(number, clock, nowMs())))
    })
  }
}

/** Hears presence messages and keeps how old what they say is, in ms; each cursor position counts once. */
export function cursorDelays() {
  const delays: number[] = []
  const heard = new Map<number, number>()
  return {
    hear(payload: Uint8Array): void {
      const decoder = decoding.createDecoder(payload)
      for (let left = decoding.readVarUint(decoder); left > 0; left--) {
        const client = decoding.readVarUint(decoder)
        const clock = decoding.readVarUint(decoder)
        const state = decoding.readVarString(decoder)
        if ((heard.get(client) ?? 0) >= clock || state === 'null') continue
        heard.set(client, clock)
        const { saidAt } = JSON.parse(state) as { saidAt?: number }
        if (saidAt !== undefined) delays.push(nowMs() - saidAt)
      }
    },
    p99: () => summarize(delays).p99,
  }
}
