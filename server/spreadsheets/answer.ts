// How long work answers a browser: line by line while it goes on where a script listens, by a redirect where a plain form
// was posted.
import { toAppError } from '@/server/errors'
import { log } from '@/server/log'
import type { ProgressLine } from './contract'

export const ndjson = 'application/x-ndjson'

type Work = (say: (line: ProgressLine) => void) => Promise<string>

/**
 * @param work returns the address to go on to
 * @param back where a plain form goes when it was refused: the code, and for a file the reason, ride in the address
 */
export async function answerWork(headers: Headers, back: string, work: Work): Promise<Response> {
  if (headers.get('accept')?.includes(ndjson)) return streamed(work)
  const href = await work(() => {}).catch((error: unknown) => {
    const { code, fields } = known(error)
    return `${back}?${new URLSearchParams({ code, ...fields }).toString()}`
  })
  return new Response(null, { status: 303, headers: { location: href, 'cache-control': 'no-store' } })
}

function streamed(work: Work): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: async (controller) => {
      const say = (line: ProgressLine) => {
        try {
          controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`))
        } catch {
          // The asker left; the work goes on to its end.
        }
      }
      await work(say).then(
        (href) => say({ href }),
        (error: unknown) => say(known(error)),
      )
      try {
        controller.close()
      } catch {
        // Closed by the asker.
      }
    },
  })
  // Nothing on the way may gather the lines up.
  const headers = { 'content-type': ndjson, 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }
  return new Response(body, { headers })
}

function known(error: unknown): { code: string; fields: Record<string, string> } {
  const { code, fields, cause } = toAppError(error)
  if (code === 'internal') log.error({ error: String(cause ?? error) }, 'an import failed')
  return { code, fields: { ...fields } }
}
