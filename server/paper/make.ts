// What the thread does: a paper of any kind to bytes.
import type { Locale } from '@/server/preferences/model'
import { composeMinutes } from './compose-minutes'
import { composeLetter, composeTable } from './compose-papers'
import type { LetterPaper, PaperMinutes, PaperStyle, TablePaper } from './contract'
import { writeDocx } from './docx'
import { writePdf } from './typst'

export type PaperJob =
  | { kind: 'minutes'; paper: PaperMinutes; format: 'pdf' | 'docx'; style: PaperStyle; locale: Locale }
  | { kind: 'table'; table: TablePaper; format: 'pdf' }
  | { kind: 'letter'; letter: LetterPaper; format: 'pdf' | 'docx'; style: PaperStyle }

export async function makePaper(job: PaperJob): Promise<Uint8Array<ArrayBuffer>> {
  const sheet = sheetOf(job)
  return job.format === 'docx' ? writeDocx(sheet) : writePdf(sheet)
}

function sheetOf(job: PaperJob) {
  switch (job.kind) {
    case 'minutes':
      return composeMinutes(job.paper, job.style, job.locale)
    case 'table':
      return composeTable(job.table)
    case 'letter':
      return composeLetter(job.letter, job.style)
  }
}
