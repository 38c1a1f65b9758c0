// What a JPEG needs to be shown, and nothing else. By a list of what stays: cameras hide places and faces in segments that
// no list of bad ones knows (maker notes, previews, a film after the picture's end).
import { unreadable, type Piece, type Reader } from './pieces'

const marker = {
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  tem: 0x01,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
  com: 0xfe,
}
const isStandalone = (code: number) => code === marker.tem || (code >= 0xd0 && code <= 0xd7)
const isApplication = (code: number) => (code >= 0xe0 && code <= 0xef) || code === marker.com

export async function planJpeg(file: Reader): Promise<Piece[]> {
  const head = await file.bytes(0, 2)
  if (head[0] !== 0xff || head[1] !== marker.soi) throw unreadable()
  const plan: Piece[] = [{ from: 0, to: 2 }]
  let [at, orientation, isScanned] = [2, 1, false]
  for (;;) {
    const code = await markerAt(file, at)
    at = code.next
    if (code.value === marker.eoi) {
      if (!isScanned) throw unreadable()
      plan.push({ bytes: Uint8Array.of(0xff, marker.eoi) })
      break
    }
    if (isStandalone(code.value)) continue
    if (code.value === marker.soi) throw unreadable()
    const length = (await file.bytes(at, 2)).readUInt16BE(0)
    if (length < 2) throw unreadable()
    const segment = { from: at, to: at + length }
    if (segment.to > file.length) throw unreadable()
    if (await stays(file, code.value, segment)) {
      plan.push({ bytes: Uint8Array.of(0xff, code.value) }, segment)
    } else if (code.value === marker.app1) {
      orientation = readOrientation(await file.bytes(segment.from + 2, length - 2)) ?? orientation
    }
    at = segment.to
    if (code.value === marker.sos) {
      const end = await endOfScan(file, at)
      plan.push({ from: at, to: end })
      at = end
      isScanned = true
    }
  }
  // Without it a phone's photo would lie on its side: the one thing of the old segment that is worth keeping.
  if (orientation !== 1) plan.splice(1, 0, { bytes: orientationSegment(orientation) })
  return plan
}

/** A marker, after any fill bytes. */
async function markerAt(file: Reader, at: number): Promise<{ value: number; next: number }> {
  if ((await file.bytes(at, 1))[0] !== 0xff) throw unreadable()
  let next = at + 1
  let value = (await file.bytes(next, 1))[0]!
  while (value === 0xff) value = (await file.bytes((next += 1), 1))[0]!
  if (value === 0) throw unreadable()
  return { value, next: next + 1 }
}

async function stays(file: Reader, code: number, { from, to }: { from: number; to: number }): Promise<boolean> {
  if (!isApplication(code)) return true
  const names: Record<number, string> = {
    [marker.app0]: 'JFIF\0',
    [marker.app2]: 'ICC_PROFILE\0',
    [marker.app14]: 'Adobe',
  }
  const name = names[code]
  if (name === undefined || to - from - 2 < name.length) return false
  return (await file.bytes(from + 2, name.length)).toString('latin1') === name
}

/** The first marker that ends the compressed data: 0xff before zero is data, before d0–d7 a restart. */
async function endOfScan(file: Reader, start: number): Promise<number> {
  for (let at = start; ;) {
    const chunk = await file.some(at)
    if (chunk.length < 2) throw unreadable()
    for (let i = chunk.indexOf(0xff); i !== -1 && i < chunk.length - 1; i = chunk.indexOf(0xff, i + 1)) {
      const next = chunk[i + 1]!
      if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at + i
    }
    // The last byte is looked at again with the one after it.
    at += chunk.length - 1
  }
}

/** Tag 0x0112 of the first directory; null where there is none that says anything. */
export function readOrientation(segment: Buffer): number | null {
  if (segment.subarray(0, 6).toString('latin1') !== 'Exif\0\0') return null
  const tiff = segment.subarray(6)
  if (tiff.length < 8) return null
  const order = tiff.toString('latin1', 0, 2)
  if (order !== 'II' && order !== 'MM') return null
  const u16 = (at: number) => (order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (start + 2 > tiff.length) return null
  const count = u16(start)
  for (let entry = start + 2, left = count; left > 0 && entry + 12 <= tiff.length; entry += 12, left -= 1) {
    if (u16(entry) !== 0x0112) continue
    const value = u16(entry + 8)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** A segment with the orientation and nothing else, from the marker on. */
function orientationSegment(value: number): Uint8Array {
  const tiff = Buffer.alloc(26)
  tiff.write('MM', 0, 'latin1')
  tiff.writeUInt16BE(42, 2)
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(value, 18)
  const head = Buffer.from([0xff, marker.app1, 0, 2 + 6 + tiff.length])
  return Buffer.concat([head, Buffer.from('Exif\0\0', 'latin1'), tiff])
}
