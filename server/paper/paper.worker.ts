// The thread in which papers are set: the first takes most of a second, and the room that is live in this process must not
// wait for it. One job after the other, for as long as jobs come.
import { parentPort } from 'node:worker_threads'
import { makePaper, type PaperJob } from './make'

export type Asked = { id: number; job: PaperJob }
export type Answered = { id: number; bytes: Uint8Array<ArrayBuffer> } | { id: number; error: string }

let turn: Promise<void> = Promise.resolve()
parentPort!.on('message', ({ id, job }: Asked) => {
  turn = turn.then(async () => {
    try {
      const bytes = await makePaper(job)
      parentPort!.postMessage({ id, bytes } satisfies Answered, [bytes.buffer])
    } catch (error) {
      parentPort!.postMessage({ id, error: String(error instanceof Error ? error.stack : error) } satisfies Answered)
    }
  })
})
