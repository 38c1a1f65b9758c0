// A load process. The bench forks two for each measurement, so that those who write and are timed share no event loop with
// the passive crowd, nor with the server. It does what it is told over IPC and ends with its parent.
import { readUpdates } from '../inputs'
import { nowMs } from '../processes'
import { Client, type Wire } from './client'
import { Cursors } from './cursors'
import { edit, inParallel } from './edit'
import { join, joinAtOnce, prime, push } from './join'
import * as store from './store'

const crowd: Client[] = []
let moving: NodeJS.Timeout | undefined

export type CrowdOrder = {
  wire: Wire
  documents: string[]
  perDocument: number
  /** A file with one update that each client sends when it is in. */
  body?: string
  timeoutMs?: number
}
export type CrowdState = { open: number; closed: number; messages: number; ownCpu: number }

/** Passive clients, which stay. @throws when one cannot join */
async function open({ wire, documents, perDocument, body, timeoutMs = 60_000 }: CrowdOrder): Promise<number> {
  const update = body === undefined ? null : readUpdates(body)[0]!
  const from = nowMs()
  const names = documents.flatMap((name) => Array.from({ length: perDocument }, () => name))
  await inParallel(names, 50, async (name) => {
    const client = await new Client(wire, name).open(timeoutMs)
    crowd.push(client)
    if (update) client.socket.send(client.updateMessage(update))
  })
  return nowMs() - from
}

function count(): Promise<CrowdState> {
  const { user, system } = process.cpuUsage()
  const closed = crowd.filter((client) => client.socket.closed !== null).length
  const messages = crowd.reduce((sum, client) => sum + client.socket.messages, 0)
  return Promise.resolve({ open: crowd.length - closed, closed, messages, ownCpu: (user + system) / 1e6 })
}

function moveCursors({ rate, firstNumber }: { rate: number; firstNumber: number }): Promise<void> {
  const cursors = new Cursors(crowd, rate, firstNumber)
  moving = setInterval(() => cursors.move(nowMs()), 5)
  return Promise.resolve()
}

async function leave(): Promise<void> {
  clearInterval(moving)
  await Promise.all(crowd.splice(0).map((client) => client.close()))
}

const commands = { open, count, moveCursors, leave, edit, push, prime, join, joinAtOnce, ...store }
export type Commands = typeof commands

type Call = { id: number; name: keyof Commands; order: unknown }
process.on('message', ({ id, name, order }: Call) => {
  const run = commands[name] as (order: unknown) => Promise<unknown>
  run(order).then(
    (result) => process.send!({ id, result }),
    (error: unknown) => process.send!({ id, error: (error as Error).message }),
  )
})
process.on('disconnect', () => process.exit(0))
