// Reads a spreadsheet in a thread of its own, one at a time: two at once would have to share what memory and time allow one.
import { Worker } from 'node:worker_threads'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import type { Refusal } from './contract'

export type Refused = { refused: Refusal; columns: readonly string[] }

/** Milliseconds after which a file is too much, whatever it is. A full one of 20,000 rows takes a few seconds. */
const patienceMs = 60_000

let turn: Promise<unknown> = Promise.resolve()

/** @param file the bundled thread (server/worker-file.ts), which answers by answer-thread.ts */
export function readInThread<Job, Answer extends object>(job: Job, file: string): Promise<Answer | Refused> {
  const mine = turn.then(() => readNow<Answer>(job, file))
  turn = mine.catch(() => {})
  return mine
}

function readNow<Answer>(job: unknown, file: string): Promise<Answer | Refused> {
  return new Promise((done, fail) => {
    const worker = new Worker(/* turbopackIgnore: true */ file, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 768 },
    })
    const timer = setTimeout(() => {
      done({ refused: 'tooSlow', columns: [] })
      void worker.terminate()
    }, patienceMs)
    worker.once('message', (answer: Answer | Refused) => done(answer))
    worker.once('error', (error: NodeJS.ErrnoException) => {
      // Its memory is bounded: a file that needs more is too large, and nothing else is hurt.
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return done({ refused: 'tooLargeUnpacked', columns: [] })
      log.error({ error: String(error) }, 'spreadsheets: the reading thread failed')
      fail(new AppError('internal', {}, { cause: error }))
    })
    worker.once('exit', () => {
      clearTimeout(timer)
      fail(new AppError('internal', {}, { cause: new Error('the reading thread ended without an answer') }))
    })
  })
}
