// The thread in which a spreadsheet is read: unpacking and checking twenty thousand rows takes seconds, and the room that is
// live in this process must not wait. Bundled beside the server (server/build.mjs). What goes back is one text, since a
// structure of that size would hold the other side up while it is copied.
import { parentPort, workerData } from 'node:worker_threads'
import { FileRefused, readTable, type Words } from './model'
import { readFile } from './read-file'
import type { ReadAnswer } from './read-in-thread'

export type ReadJob = { bytes: Uint8Array<ArrayBuffer>; fileName: string; words: Words; today: string }

const { bytes, fileName, words, today } = workerData as ReadJob

async function read(): Promise<ReadAnswer> {
  try {
    const { rows, people, places, problems, ignored } = readTable(await readFile(bytes, fileName, words), words, today)
    return { rows, file: JSON.stringify({ people, places }), problems: JSON.stringify(problems), ignored }
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    return { refused: error.reason, columns: error.columns }
  }
}

void read().then((answer) => parentPort!.postMessage(answer))
