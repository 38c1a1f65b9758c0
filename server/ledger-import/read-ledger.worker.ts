// The thread in which a ledger kept in a spreadsheet is read; what goes back are texts (people-import/read-people.worker.ts).
import { workerData } from 'node:worker_threads'
import { answerThread } from '@/server/spreadsheets/answer-thread'
import { readFile } from '@/server/spreadsheets/read-file'
import { maxRows, type Understood } from './contract'
import { hasHeadings } from './headings'
import { readTable, type Words } from './read-table'

export type ReadJob = { bytes: Uint8Array<ArrayBuffer>; fileName: string; words: Words }
/** `items` and `problems` as JSON texts. */
export type ReadAnswer = { rows: number; items: string; problems: string; understood: Understood }

const { bytes, fileName, words } = workerData as ReadJob

void answerThread(async (): Promise<ReadAnswer> => {
  const read = await readFile(bytes, fileName, { maxRows, hasHeadings: (rows) => hasHeadings(rows, words.headings) })
  const { rows, items, problems, understood } = readTable(read, words)
  return { rows, items: JSON.stringify(items), problems: JSON.stringify(problems), understood }
})
