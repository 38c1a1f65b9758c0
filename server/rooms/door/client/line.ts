// "Test my line" on the waiting page: the script that can (LiveKit's client) is fetched by the press, never before.
import { lineVerdict, type LineFindings } from '@/server/rooms/line-test/model'
import { byId, setText, show, type DoorData } from './page'

type Run = (url: string, token: string, onStep: (step: 'signal' | 'media' | 'quality') => void) => Promise<LineFindings>

let isTesting = false

export function offerLineTest(data: DoorData): void {
  const { line } = data
  if (!line || typeof window.RTCPeerConnection !== 'function') return
  show('line-test')
  byId('line-test')?.addEventListener('click', () => void test(data))
}

async function test({ line, texts }: DoorData): Promise<void> {
  if (isTesting || !line) return
  isTesting = true
  byId('line-test')?.setAttribute('aria-disabled', 'true')
  const tell = (title: string, next = '') => {
    show('line-result')
    setText('line-title', title)
    setText('line-next', next)
  }
  tell(texts.line.steps.signal)
  try {
    const run = await fetchRunner(line.script)
    const response = await fetch(line.url, { method: 'POST' })
    const access = (await response.json()) as { state?: string; path?: string; token?: string }
    if (access.state !== 'ready') {
      tell(response.status === 429 ? texts.line.later : texts.line.unavailable)
      return
    }
    const found = await run(`${location.origin.replace(/^http/, 'ws')}${access.path}`, access.token!, (step) =>
      tell(texts.line.steps[step]),
    )
    const { title, next } = texts.line.verdicts[lineVerdict(found)]
    tell(title, next)
  } catch {
    tell(texts.line.unavailable)
  } finally {
    isTesting = false
    byId('line-test')?.removeAttribute('aria-disabled')
  }
}

function fetchRunner(src: string): Promise<Run> {
  const here = () => (window as { lianxiRunLineTest?: Run }).lianxiRunLineTest
  const known = here()
  if (known) return Promise.resolve(known)
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.onload = () => resolve(here()!)
    script.onerror = () => reject(new Error('the test could not be fetched'))
    document.head.append(script)
  })
}
