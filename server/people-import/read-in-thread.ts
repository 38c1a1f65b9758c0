// Reads a spreadsheet in a thread of its own, one at a time: two at once would have to share what memory and time allow one.
import { Worker } from 'node:worker_threads'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import { workerFile } from '@/server/worker-file'
import type { Column, Refusal } from './contract'
import type { ReadJob } from './read-people.worker'

export type ReadAnswer =
  /** `file` and `problems` as JSON texts: they go to the database as they are. */
  { rows: number; file: string; problems: string; ignored: string[] } | { refused: Refusal; columns: readonly Column[] }

/** Milliseconds after which a file is too much, whatever it is. A full one of 20,000 rows takes a few seconds. */
const patienceMs = 60_000

let turn: Promise<unknown> = Promise.resolve()

/** @param file the bundled thread; default: beside the running bundle */
export function readInThread(job: ReadJob, file = workerFile('read-people.worker')): Promise<ReadAnswer> {
  const mine = turn.then(() => readNow(job, file))
  turn = mine.catch(() => {})
  return mine
}

function readNow(job: ReadJob, file: string): Promise<ReadAnswer> {
  return new Promise((done, fail) => {
    const worker = new Worker(/* turbopackIgnore: true */ file, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 768 },
    })
    const timer = setTimeout(() => {
      done({ refused: 'tooSlow', columns: [] })
      void worker.terminate()
    }, patienceMs)
    worker.once('message', (answer: ReadAnswer) => done(answer))
    worker.once('error', (error: NodeJS.ErrnoException) => {
      // Its memory is bounded: a file that needs more is too large, and nothing else is hurt.
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return done({ refused: 'tooLargeUnpacked', columns: [] })
      log.error({ error: String(error) }, 'people-import: the reading thread failed')
      fail(new AppError('internal', {}, { cause: error }))
    })
    worker.once('exit', () => {
      clearTimeout(timer)
      fail(new AppError('internal', {}, { cause: new Error('the reading thread ended without an answer') }))
    })
  })
}
