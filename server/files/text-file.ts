// Whether a file without any mark is plain text: valid UTF-8 or GB 18030 from end to end, no control characters, and not the
// beginning of a page. Read as a stream.
import { createReadStream } from 'node:fs'

const control = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/

export async function isTextFile(path: string): Promise<boolean> {
  return (await isText(path, 'utf-8')) || (await isText(path, 'gb18030'))
}

async function isText(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let isStart = true
  try {
    for await (const bytes of createReadStream(path)) {
      const text = decoder.decode(bytes as Uint8Array, { stream: true })
      if (control.test(text)) return false
      if (isStart && /^\s*</.test(text)) return false
      isStart &&= text.trim() === ''
    }
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
