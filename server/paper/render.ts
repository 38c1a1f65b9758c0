// Papers to bytes. What anybody else calls: PDF and DOCX are set in a thread of their own that stays for the next one.
import { Worker } from 'node:worker_threads'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import type { Locale } from '@/server/preferences/model'
import { workerFile } from '@/server/worker-file'
import type { LetterPaper, PaperMinutes, PaperStyle, TablePaper } from './contract'
import { writeHtml } from './html'
import type { PaperJob } from './make'
import { writeMarkdown } from './markdown'
import type { Answered, Asked } from './paper.worker'
import { composeMinutes } from './compose-minutes'

/** Milliseconds after which a paper is too much: one of five hundred items takes a few seconds. */
const patienceMs = 60_000
/** Jobs that wait at most: whoever comes after is told to come again. */
const maxWaiting = 50

type Waiting = { resolve: (bytes: Uint8Array<ArrayBuffer>) => void; reject: (error: Error) => void }
type Thread = { worker: Worker; waiting: Map<number, Waiting> }

let thread: Thread | null = null
let file: string | undefined
let last = 0

/** For tests that run from the sources: the bundled thread (tests/support/build-worker.ts). */
export function usePaperThread(bundled: string): void {
  file = bundled
}

/**
 * The minutes as a file of one format (contract.paperFormats, but JSON: that is export.ts's, with its hashes).
 * @param locale of labels and dates; the text is printed as it was written
 * @throws internal; unavailable where too many wait
 */
export async function renderPaper(
  paper: PaperMinutes,
  {
    format,
    style = 'official',
    locale = paper.locale,
  }: { format: 'pdf' | 'docx' | 'html' | 'md'; style?: PaperStyle; locale?: Locale },
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === 'pdf' || format === 'docx') return inThread({ kind: 'minutes', paper, format, style, locale })
  const sheet = composeMinutes(paper, style, locale)
  return new TextEncoder().encode(format === 'html' ? writeHtml(sheet) : writeMarkdown(sheet))
}

/** A list on A4 with its head on every page and its pages numbered. PDF. @throws as renderPaper */
export const renderTablePaper = (table: TablePaper): Promise<Uint8Array<ArrayBuffer>> =>
  inThread({ kind: 'table', table, format: 'pdf' })

/** A letter, a notice, a reminder. `official`: the type and margins of GB/T 9704. @throws as renderPaper */
export const renderLetter = (
  letter: LetterPaper,
  { format, style = 'official' }: { format: 'pdf' | 'docx'; style?: PaperStyle },
): Promise<Uint8Array<ArrayBuffer>> => inThread({ kind: 'letter', letter, format, style })

function inThread(job: PaperJob): Promise<Uint8Array<ArrayBuffer>> {
  const { worker, waiting } = (thread ??= startThread())
  if (waiting.size >= maxWaiting) return Promise.reject(new AppError('unavailable'))
  const id = ++last
  return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    const timer = setTimeout(() => {
      log.error({ kind: job.kind, format: job.format }, 'paper: the thread took too long and is started anew')
      void worker.terminate()
    }, patienceMs)
    const end = () => {
      clearTimeout(timer)
      waiting.delete(id)
      // An idle thread keeps no process alive.
      if (waiting.size === 0) worker.unref()
    }
    waiting.set(id, {
      resolve: (bytes) => (end(), resolve(bytes)),
      reject: (error) => (end(), reject(error)),
    })
    worker.ref()
    worker.postMessage({ id, job } satisfies Asked)
  })
}

function startThread(): Thread {
  const worker = new Worker(/* turbopackIgnore: true */ file ?? workerFile('paper.worker'))
  const waiting = new Map<number, Waiting>()
  const failAll = (cause: unknown) => {
    if (thread?.worker === worker) thread = null
    for (const each of [...waiting.values()]) each.reject(new AppError('internal', {}, { cause }))
  }
  worker.on('message', (answer: Answered) => {
    const asked = waiting.get(answer.id)
    if ('bytes' in answer) asked?.resolve(answer.bytes)
    else asked?.reject(new AppError('internal', {}, { cause: new Error(answer.error) }))
  })
  worker.on('error', failAll)
  worker.on('exit', () => failAll(new Error('the thread ended without an answer')))
  worker.unref()
  return { worker, waiting }
}
