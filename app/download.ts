// What every route does that hands out a file to somebody signed in: who asks, the file with its name, or why not.
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import type { PersonActor } from '@/server/access'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { takenWithProgress, type Progress, type TakingLine } from '@/server/export/contract'
import { log } from '@/server/log'
import { negotiateLocale } from '@/server/messages'
import { readAsker } from '@/server/people/asker'
import type { Locale } from '@/server/preferences/model'

type Asked = {
  person: PersonActor
  query: Record<string, string>
  locale: Locale
  /** Network address. */
  from: string
  at: Date
  onProgress: Progress
  /** Whoever has left waits for nothing: Next ends it when the connection closes. */
  signal: AbortSignal
}
type Made = { body: BodyInit; type: string; fileName: string; size?: number }

/** @param ownPagesOnly another site's link is refused: what is taken leaves a line in the trail in the asker's name */
export async function download(
  request: Request,
  { ownPagesOnly = false }: { ownPagesOnly?: boolean },
  make: (asked: Asked) => Promise<Made>,
): Promise<Response> {
  try {
    const { headers, url } = request
    if (ownPagesOnly && headers.get('sec-fetch-site') === 'cross-site') throw new AppError('wrong_origin')
    const at = clock.now()
    const { secure, address } = readAsker(headers)
    const [cookie, authorization] = [headers.get('cookie') ?? undefined, headers.get('authorization') ?? undefined]
    const { person } = await readCredentials(db(), { cookie, authorization }, null, secure, at)
    if (!person) throw new AppError('not_signed_in')
    const query = Object.fromEntries(new URL(url).searchParams)
    const locale = negotiateLocale(cookie, headers.get('accept-language'))
    const { signal } = request
    const asked = { person, query, locale, from: address, at, signal }
    const isLeft = () => signal.aborted
    if (headers.get('accept') === takenWithProgress)
      return withProgress((onProgress) => make({ ...asked, onProgress }), isLeft)
    const made = await make({
      ...asked,
      onProgress: () => {
        if (isLeft()) throw new AppError('unavailable')
      },
    })
    return new Response(made.body, {
      headers: {
        'content-type': made.type,
        'content-disposition': `attachment; filename="${made.fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  } catch (error) {
    const { code, fields } = told(error)
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', title: code, code, status, fields },
      { status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } },
    )
  }
}

function told(error: unknown): AppError {
  const known = toAppError(error)
  if (known.code === 'internal') log.error({ error: String(known.cause ?? error) }, 'a download failed')
  return known
}

/** @param make stops where its progress throws: whoever asked has left */
function withProgress(make: (onProgress: Progress) => Promise<Made>, isLeft: () => boolean): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  let isOpen = true
  writer.closed.catch(() => (isOpen = false))
  const isWanted = () => isOpen && !isLeft()
  // Not waited for: a snapshot of the database is open meanwhile.
  const say = (line: TakingLine) => writer.write(Buffer.from(`${JSON.stringify(line)}\n`)).catch(() => {})
  const work = async () => {
    const { body, fileName, type, size } = await make((done, total) => {
      if (!isWanted()) throw new AppError('unavailable')
      void say({ done, total })
    })
    const bytes = new Response(body).body!
    void say({ file: fileName, type, size: size ?? 0 })
    writer.releaseLock()
    await bytes.pipeTo(writable)
  }
  void work().catch(async (error: unknown) => {
    if (!isWanted()) return
    await say({ code: told(error).code })
    await writer.close().catch(() => {})
  })
  // Nothing on the way may gather the lines up.
  const headers = {
    'content-type': takenWithProgress,
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  }
  return new Response(readable, { headers })
}
