// What every reading thread does around its one work: a refused file is an answer like any other.
import { parentPort } from 'node:worker_threads'
import { FileRefused } from './model'
import type { Refused } from './read-in-thread'

export async function answerThread<Answer>(work: () => Promise<Answer>): Promise<void> {
  const answer = await work().catch((error: unknown): Refused => {
    if (!(error instanceof FileRefused)) throw error
    return { refused: error.reason, columns: error.columns }
  })
  parentPort!.postMessage(answer)
}
