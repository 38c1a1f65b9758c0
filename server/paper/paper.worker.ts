// The thread in which papers are set: the first takes most of a second, and the room that is live in this process must not
// wait for it. Given one job at a time (render.ts), for as long as jobs come.
import { parentPort } from 'node:worker_threads'
import { makePaper, type PaperJob } from './make'

export type Answered = { bytes: Uint8Array<ArrayBuffer> } | { error: string }

parentPort!.on('message', async (job: PaperJob) => {
  try {
    const bytes = await makePaper(job)
    parentPort!.postMessage({ bytes } satisfies Answered, [bytes.buffer])
  } catch (error) {
    parentPort!.postMessage({ error: String(error instanceof Error ? error.stack : error) } satisfies Answered)
  }
})
