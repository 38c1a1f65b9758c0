// PNG and WebP are rows of chunks with a length and a name: those that a picture needs stay, all others go.
import { unreadable, type Piece, type Reader } from './pieces'

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngChunks = [
  ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'bKGD', 'sBIT', 'hIST', 'pHYs'],
  ['cHRM', 'gAMA', 'iCCP', 'sRGB', 'cICP', 'mDCV', 'cLLI'],
  ['acTL', 'fcTL', 'fdAT'],
].flat()

export async function planPng(file: Reader): Promise<Piece[]> {
  if (!(await file.bytes(0, 8)).equals(pngSignature)) throw unreadable()
  const plan: Piece[] = [{ from: 0, to: 8 }]
  for (let at = 8; ;) {
    const head = await file.bytes(at, 8)
    const [length, name] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)]
    const end = at + 12 + length
    if (end > file.length || (at === 8) !== (name === 'IHDR')) throw unreadable()
    if (pngChunks.includes(name)) plan.push({ from: at, to: end })
    // What follows the end is no part of the picture.
    if (name === 'IEND') return plan
    at = end
  }
}

const webpChunks = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP']
const [exifFlag, xmpFlag, animationFlag] = [0x08, 0x04, 0x02]

/** A moving WebP is refused: each of its frames may carry chunks of its own. */
export async function planWebp(file: Reader): Promise<Piece[]> {
  const head = await file.bytes(0, 12)
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WEBP') throw unreadable()
  const last = Math.min(file.length, 8 + head.readUInt32LE(4))
  const chunks: Piece[] = []
  let size = 4
  let hasPicture = false
  for (let at = 12; at + 8 <= last;) {
    const chunk = Buffer.from(await file.bytes(at, 8))
    const [name, length] = [chunk.toString('latin1', 0, 4), chunk.readUInt32LE(4)]
    const end = at + 8 + length + (length % 2)
    if (at + 8 + length > last) throw unreadable()
    if (name === 'ANIM' || name === 'ANMF') throw unreadable()
    if (webpChunks.includes(name)) {
      if (name === 'VP8X') {
        const flags = Buffer.from(await file.bytes(at + 8, length))
        if (length !== 10 || flags[0]! & animationFlag) throw unreadable()
        flags[0] = flags[0]! & ~(exifFlag | xmpFlag)
        chunks.push({ bytes: chunk }, { bytes: flags })
      } else {
        chunks.push({ from: at, to: at + 8 + length })
        if (length % 2) chunks.push({ zeros: 1 })
      }
      size += 8 + length + (length % 2)
      hasPicture ||= name === 'VP8 ' || name === 'VP8L'
    }
    at = end
  }
  if (!hasPicture) throw unreadable()
  const riff = Buffer.from(head)
  riff.writeUInt32LE(size, 4)
  return [{ bytes: riff }, ...chunks]
}
