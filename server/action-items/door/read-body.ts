// A form as a browser without script posts it, with files in it: bounded, and read whole before anything is done with it.
import type { IncomingMessage } from 'node:http'
import { AppError } from '@/server/errors'

/** All of it together: several photos of a phone. Larger files come by the item's own page, resumable. */
const maxBytes = 25 * 1024 * 1024

/** @throws too_large, malformed */
export async function readFormWithFiles(req: IncomingMessage): Promise<FormData> {
  const type = req.headers['content-type'] ?? ''
  if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)) throw new AppError('malformed')
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw new AppError('too_large')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new AppError('too_large')
    chunks.push(chunk)
  }
  return new Response(Buffer.concat(chunks), { headers: { 'content-type': type } })
    .formData()
    .catch((error: unknown) => {
      throw new AppError('malformed', {}, { cause: error })
    })
}
