// The thread in which a spreadsheet of people is read: unpacking and checking twenty thousand rows takes seconds, and the
// room that is live in this process must not wait. Bundled beside the server (server/build.mjs). What goes back is one text,
// since a structure of that size would hold the other side up while it is copied.
import { workerData } from 'node:worker_threads'
import { answerThread } from '@/server/spreadsheets/answer-thread'
import { readFile } from '@/server/spreadsheets/read-file'
import { maxRows } from './contract'
import { hasHeadings, readTable, type Words } from './model'

export type ReadJob = { bytes: Uint8Array<ArrayBuffer>; fileName: string; words: Words; today: string }
/** `file` and `problems` as JSON texts: they go to the database as they are. */
export type ReadAnswer = { rows: number; file: string; problems: string; ignored: string[] }

const { bytes, fileName, words, today } = workerData as ReadJob

void answerThread(async (): Promise<ReadAnswer> => {
  const read = await readFile(bytes, fileName, { maxRows, hasHeadings: (rows) => hasHeadings(rows, words) })
  const { rows, people, places, problems, ignored } = readTable(read, words, today)
  return { rows, file: JSON.stringify({ people, places }), problems: JSON.stringify(problems), ignored }
})
