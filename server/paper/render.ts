// Papers to bytes. What anybody else calls: PDF and DOCX are set in a thread of their own that stays for the next one.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { AppError } from '@/server/errors'
import { log } from '@/server/log'
import type { Locale } from '@/server/preferences/model'
import { workerFile } from '@/server/worker-file'
import type { LetterPaper, PaperMinutes, PaperStyle, TablePaper } from './contract'
import { writeHtml } from './html'
import type { PaperJob } from './make'
import { writeMarkdown } from './markdown'
import type { Answered } from './paper.worker'
import { composeMinutes } from './compose-minutes'

/** Milliseconds after which a paper is too much: one of five hundred items takes a few seconds. */
const patienceMs = 60_000
/** Papers asked for and not yet there, at most: whoever comes after is told to come again. */
const maxAsked = 50

let thread: Worker | null = null
let file: string | undefined
let asked = 0
/** Ends when the paper that was asked for last does. */
let turn: Promise<unknown> = Promise.resolve()

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

/**
 * A list on A4 with its head on every page and its pages numbered. PDF.
 * @param signal ends the wait: what is not begun by then is never set. Typst cannot be stopped in the middle: a thread that is
 * ended waits for it too.
 * @throws as renderPaper; unavailable where nobody waits any more
 */
export const renderTablePaper = (table: TablePaper, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> =>
  inThread({ kind: 'table', table, format: 'pdf' }, signal)

/** A letter, a notice, a reminder. `official`: the type and margins of GB/T 9704. @throws as renderPaper */
export const renderLetter = (
  letter: LetterPaper,
  { format, style = 'official' }: { format: 'pdf' | 'docx'; style?: PaperStyle },
): Promise<Uint8Array<ArrayBuffer>> => inThread({ kind: 'letter', letter, format, style })

async function inThread(job: PaperJob, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  if (asked >= maxAsked || signal?.aborted) throw new AppError('unavailable')
  asked++
  const made = turn.then(() => {
    if (signal?.aborted) throw new AppError('unavailable')
    return setPaper(job)
  })
  turn = made.catch(() => {})
  const left = signal
    ? once(signal, 'abort').then(() => {
        throw new AppError('unavailable')
      })
    : null
  left?.catch(() => {})
  // Whoever leaves gives the place in the queue to somebody else at once, not when their turn comes.
  return Promise.race(left ? [made, left] : [made]).finally(() => asked--)
}

/** One at a time. */
async function setPaper(job: PaperJob): Promise<Uint8Array<ArrayBuffer>> {
  const worker = (thread ??= startThread())
  const timer = setTimeout(() => {
    log.error({ kind: job.kind, format: job.format }, 'paper: the thread took too long and is ended')
    // The next paper is another thread's: this one ends when the native call it is in lets it.
    thread = null
    void worker.terminate()
  }, patienceMs)
  const heard = new AbortController()
  const { signal } = heard
  const ended = once(worker, 'exit', { signal }).then(() => {
    throw new Error('the thread ended without an answer')
  })
  ended.catch(() => {})
  try {
    worker.ref()
    worker.postMessage(job)
    const [answer] = (await Promise.race([once(worker, 'message', { signal }), ended])) as [Answered]
    if ('bytes' in answer) return answer.bytes
    throw new Error(answer.error)
  } catch (cause) {
    throw new AppError('internal', {}, { cause })
  } finally {
    heard.abort()
    clearTimeout(timer)
    // An idle thread keeps no process alive.
    worker.unref()
  }
}

function startThread(): Worker {
  const worker = new Worker(/* turbopackIgnore: true */ file ?? workerFile('paper.worker'))
  const forget = () => {
    if (thread === worker) thread = null
  }
  worker.on('error', forget)
  worker.on('exit', forget)
  worker.unref()
  return worker
}
