// The collaboration process alone, to be killed: the minutes on a bare http server over the database it is told.
//   node collab-process.mjs '{"port": 0, "options": {…}, "answersEarly": false}'
// Tells its port over IPC, answers any message with its figures, lives until a signal; SIGTERM stops in order.
import type { MinutesOptions } from '@/server/live/minutes'
import { Editor } from '@/server/live/editor'
import { durableFrame } from '@/server/minutes/wire'
import { startCollab } from '@/tests/support/collab'

export type Told = { databaseUrl: string; port?: number; options?: MinutesOptions; answersEarly?: boolean }

const told = JSON.parse(process.argv[2]!) as Told
if (told.answersEarly) {
  // A planted liar, to see that the ledger finds one: it says "on disk" when it has only heard.
  const liar = Editor.prototype as unknown as { hearBarrier(this: Editor, payload: Uint8Array): void }
  liar.hearBarrier = function (payload) {
    this.send(durableFrame(payload))
  }
}
const server = await startCollab(told.databaseUrl, told.options, told.port)
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
process.on('message', () =>
  process.send!({ ...server.minutes.stats(), residentBytes: process.memoryUsage.rss(), port: server.port }),
)
process.send!({ port: server.port })
