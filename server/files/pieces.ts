// A cleaned copy as a plan: stretches of the original, bytes of our own, zeros. Made by looking at headers only, carried out
// piece by piece, so that no picture is ever in memory as a whole.
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '@/server/errors'

export type Piece = { from: number; to: number } | { bytes: Uint8Array } | { zeros: number }

/** Why a picture cannot be cleaned: it is not what its first bytes promise. */
export const unreadable = () => new AppError('file_unreadable')

const chunkBytes = 64 * 1024

/** Reads at places of a file, through a window that moves. */
export class Reader {
  private window = Buffer.alloc(0)
  private windowAt = 0

  constructor(
    private readonly file: FileHandle,
    readonly length: number,
  ) {}

  /** @throws file_unreadable past the end */
  async bytes(at: number, count: number): Promise<Buffer> {
    if (at < 0 || count < 0 || at + count > this.length) throw unreadable()
    if (at < this.windowAt || at + count > this.windowAt + this.window.length) {
      const want = Math.min(Math.max(count, chunkBytes), this.length - at)
      const into = Buffer.alloc(want)
      let have = 0
      while (have < want) {
        const { bytesRead } = await this.file.read(into, have, want - have, at + have)
        if (bytesRead === 0) throw unreadable()
        have += bytesRead
      }
      this.window = into
      this.windowAt = at
    }
    return this.window.subarray(at - this.windowAt, at - this.windowAt + count)
  }

  /** From `at` on, a window's worth; empty at the end. */
  async some(at: number): Promise<Buffer> {
    return this.bytes(at, Math.min(chunkBytes, Math.max(0, this.length - at)))
  }
}

export async function* carryOut(file: FileHandle, plan: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of plan) {
    if ('bytes' in piece) yield piece.bytes
    else if ('zeros' in piece) {
      for (let left = piece.zeros; left > 0; left -= chunkBytes) yield Buffer.alloc(Math.min(left, chunkBytes))
    } else {
      for (let at = piece.from; at < piece.to;) {
        const into = Buffer.alloc(Math.min(chunkBytes, piece.to - at))
        const { bytesRead } = await file.read(into, 0, into.length, at)
        if (bytesRead === 0) throw unreadable()
        yield into.subarray(0, bytesRead)
        at += bytesRead
      }
    }
  }
}
