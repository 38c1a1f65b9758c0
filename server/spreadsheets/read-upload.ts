// A posted form with one file, read no further than a file may be large.
import { AppError } from '@/server/errors'
import { maxBytes } from './contract'

/** `form`: whatever else was posted with the file. */
export type Upload = { fileName: string; bytes: Uint8Array<ArrayBuffer>; form: FormData }

/** Bytes of a form beside its file. */
const formBytes = 16 << 10

/** @throws invalid_input: `file` required or tooLarge; malformed */
export async function readUpload(request: Request): Promise<Upload> {
  const limit = maxBytes + formBytes
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge()
  const type = request.headers.get('content-type') ?? ''
  const form = await new Response(bounded(request.body, limit), { headers: { 'content-type': type } })
    .formData()
    .catch((error: unknown) => {
      throw error instanceof AppError ? error : new AppError('malformed')
    })
  const file = form.get('file')
  if (!(file instanceof File) || file.name === '') throw new AppError('invalid_input', { file: 'none' })
  return { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()), form }
}

const tooLarge = () => new AppError('invalid_input', { file: 'tooLarge' })

/** A length may be missing or a lie. */
function bounded(body: ReadableStream<Uint8Array> | null, limit: number): ReadableStream<Uint8Array> | null {
  let left = limit
  return (
    body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          left -= chunk.byteLength
          if (left < 0) controller.error(tooLarge())
          else controller.enqueue(chunk)
        },
      }),
    ) ?? null
  )
}
