// A file that takes long to make, with its progress (server/export/contract.ts); saved when all of it is there.
import { TakingLine, takenWithProgress } from '@/server/export/contract'

/** @returns the file's name @throws an error whose message is the code of what went wrong */
export async function takeFile(
  href: string,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const response = await fetch(href, { headers: { accept: takenWithProgress }, signal })
  if (!response.ok || !response.body) throw new Error(codeOf(await response.text()))
  const reader = response.body.getReader()
  let left = new Uint8Array()
  for (;;) {
    const end = left.indexOf(newline)
    if (end < 0) {
      const { done, value } = await reader.read()
      if (done) throw new Error('unavailable')
      left = joined(left, value)
      continue
    }
    const line = TakingLine.parse(JSON.parse(new TextDecoder().decode(left.subarray(0, end))))
    left = left.subarray(end + 1)
    if ('code' in line) throw new Error(line.code)
    if ('done' in line) {
      onProgress(line.done, line.total)
      continue
    }
    save(await rest(reader, left, line.size, line.type), line.file)
    return line.file
  }
}

const newline = 10

async function rest(reader: ReadableStreamDefaultReader<Uint8Array>, first: Uint8Array, size: number, type: string) {
  const pieces = [first]
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
  }
  const file = new Blob(pieces as Uint8Array<ArrayBuffer>[], { type })
  if (file.size !== size) throw new Error('unavailable')
  return file
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

function codeOf(text: string): string {
  try {
    return String((JSON.parse(text) as { code?: unknown }).code)
  } catch {
    return 'unavailable'
  }
}
