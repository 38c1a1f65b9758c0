// Small pictures with everything in them that must not stay: a place, a camera, a name. Made here, byte by byte, so that each
// test says what it hides where.
import { crc32, deflateSync } from 'node:zlib'

/** Stands wherever something is hidden; and the latitude of a school gate, as GPS in Exif keeps it. */
export const secret = 'CANARY-GPS-24.4798'

const u16 = (value: number) => Buffer.from([value >> 8, value & 255])
const u32 = (value: number) => {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}
const latin = (text: string) => Buffer.from(text, 'latin1')

/** IFD0 with an orientation, a camera's name and a pointer to a GPS directory. */
export function exif(orientation = 6): Buffer {
  const gps = Buffer.concat([u16(1), u16(1), u16(2), u32(2), latin('N\0\0\0'), u32(0)])
  const text = latin(`${secret}\0`)
  const [textAt, gpsAt] = [8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + text.length]
  const field = (tag: number, type: number, count: number, value: Buffer) =>
    Buffer.concat([u16(tag), u16(type), u32(count), value])
  return Buffer.concat([
    latin('MM'),
    u16(42),
    u32(8),
    u16(3),
    field(0x0110, 2, text.length, u32(textAt)),
    field(0x0112, 3, 1, Buffer.concat([u16(orientation), u16(0)])),
    field(0x8825, 4, 1, u32(gpsAt)),
    u32(0),
    text,
    gps,
  ])
}

// A grey picture of eight by eight points, as an encoder wrote it.
const plainJpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAIAAgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwAooorQg//Z',
  'base64',
)

const segment = (code: number, body: Buffer) => Buffer.concat([Buffer.from([0xff, code]), u16(body.length + 2), body])

/** @param padding bytes of a comment, for a photo of a phone's size */
export function jpeg({ orientation = 6, padding = 0 } = {}): Buffer {
  const comments: Buffer[] = []
  for (let left = padding; left > 0; left -= 65_000)
    comments.push(segment(0xfe, Buffer.alloc(Math.min(left, 65_000), `${secret} `)))
  return Buffer.concat([
    plainJpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([latin('Exif\0\0'), exif(orientation)])),
    segment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0<x>${secret}</x>`)),
    segment(0xe2, latin(`MPF\0${secret}`)),
    segment(0xed, latin(`Photoshop 3.0\0${secret}`)),
    ...comments,
    plainJpeg.subarray(2),
    // A film behind the picture, as some phones write it.
    latin(`ftypmp42${secret}`),
  ])
}

const chunk = (name: string, body: Buffer) => {
  const named = Buffer.concat([latin(name), body])
  return Buffer.concat([u32(body.length), named, u32(crc32Of(named))])
}
const crc32Of = (bytes: Buffer) => crc32(bytes)

export function png(): Buffer {
  const header = Buffer.concat([u32(1), u32(1), Buffer.from([8, 2, 0, 0, 0])])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('eXIf', exif()),
    chunk('tEXt', latin(`Comment\0${secret}`)),
    chunk('iTXt', latin(`XML:com.adobe.xmp\0\0\0\0\0${secret}`)),
    chunk('prVt', latin(secret)),
    chunk('IDAT', deflateSync(Buffer.from([0, 120, 130, 140]))),
    chunk('IEND', Buffer.alloc(0)),
    latin(secret),
  ])
}

const riffChunk = (name: string, body: Buffer) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([latin(name), length, body, Buffer.alloc(body.length % 2)])
}
// Eight by eight points, lossless, as an encoder wrote it.
const vp8l = Buffer.from('LwfAAQAHUMHilbH/gYjofwA=', 'base64')

export function webp(): Buffer {
  const flags = Buffer.from([0x0c, 0, 0, 0, 7, 0, 0, 7, 0, 0])
  const body = Buffer.concat([
    latin('WEBP'),
    riffChunk('VP8X', flags),
    riffChunk('VP8L', vp8l),
    riffChunk('EXIF', exif()),
    riffChunk('XMP ', latin(`<x>${secret}</x>`)),
    riffChunk('abcd', latin(secret)),
  ])
  return riffChunk('RIFF', body)
}

const box = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(body.length + 8), latin(type), body])
}
const full = (type: string, version: number, ...parts: Buffer[]) => box(type, Buffer.from([version, 0, 0, 0]), ...parts)

/** What stands for the coded picture in `heic`: it must come out byte for byte. */
export const heicPicture = latin('HEVC-PICTURE-BYTES'.repeat(8))

/** One picture item, an Exif item and an XMP item, and something between them that no item names. */
export function heic(): Buffer {
  const metadata = Buffer.concat([u32(0), exif()])
  const xmp = latin(`<x>${secret}</x>`)
  const stray = latin(`MAKERNOTE ${secret}`)
  const ftyp = box('ftyp', latin('heic'), u32(0), latin('mif1heic'))
  const infe = (id: number, type: string) => full('infe', 2, u16(id), u16(0), latin(type), latin('\0'))
  const build = (start: number): Buffer => {
    const place = (id: number, at: number, length: number) =>
      Buffer.concat([u16(id), u16(0), u16(0), u16(1), u32(at), u32(length)])
    const [pictureAt, strayAt] = [start, start + heicPicture.length]
    const exifAt = strayAt + stray.length
    return full(
      'meta',
      0,
      full('hdlr', 0, u32(0), latin('pict'), Buffer.alloc(13)),
      full('pitm', 0, u16(1)),
      full(
        'iloc',
        1,
        Buffer.from([0x44, 0x00]),
        u16(3),
        place(1, pictureAt, heicPicture.length),
        place(2, exifAt, metadata.length),
        place(3, exifAt + metadata.length, xmp.length),
      ),
      full('iinf', 0, u16(3), infe(1, 'hvc1'), infe(2, 'Exif'), infe(3, 'mime')),
      box(
        'iprp',
        box('ipco', full('ispe', 0, u32(8), u32(8)), full('udes', 0, latin(secret))),
        full('ipma', 0, u32(0)),
      ),
      box('uuid', latin(secret)),
    )
  }
  const length = build(0).length
  const meta = build(ftyp.length + length + 8)
  return Buffer.concat([ftyp, meta, box('mdat', heicPicture, stray, metadata, xmp), box('udta', latin(secret))])
}
