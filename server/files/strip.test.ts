// What is hidden in a picture is gone from the cleaned copy, and the picture is not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fileTypeFromBuffer } from 'file-type'
import { heic, heicPicture, jpeg, png, secret, webp } from '@/tests/support/pictures'
import { carryOut, Reader, type Piece } from './pieces'
import { planHeic } from './strip-heic'
import { planJpeg, readOrientation } from './strip-jpeg'
import { planPng, planWebp } from './strip-png'

const folder = mkdtempSync(join(tmpdir(), 'lx-strip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function clean(bytes: Buffer, plan: (file: Reader) => Promise<Piece[]>): Promise<Buffer> {
  const path = join(folder, crypto.randomUUID())
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    const pieces: Uint8Array[] = []
    for await (const piece of carryOut(file, await plan(new Reader(file, bytes.length)))) pieces.push(piece)
    return Buffer.concat(pieces)
  } finally {
    await file.close()
  }
}

const kinds = [
  ['image/jpeg', jpeg, planJpeg],
  ['image/png', png, planPng],
  ['image/webp', webp, planWebp],
  ['image/heic', heic, planHeic],
] as const

describe.each(kinds)('%s', (type, make, plan) => {
  test('what is hidden goes, also what nobody knows; what is left is still of its kind', async () => {
    const before = make()
    expect(before.includes(secret), 'the test hides nothing').toBe(true)
    const after = await clean(before, plan)
    expect(after.includes(secret)).toBe(false)
    expect(after.includes('CANARY')).toBe(false)
    expect((await fileTypeFromBuffer(after))?.mime).toBe(type)
    // Cleaning what is clean changes nothing: the same picture from two phones is one file.
    expect(await clean(after, plan)).toEqual(after)
  })

  test('cut anywhere it is refused or clean, never passed on as it was', async () => {
    const whole = make()
    for (let length = 1; length < whole.length; length += 7) {
      const after = await clean(whole.subarray(0, length), plan).catch(() => null)
      expect(after?.includes(secret) ?? false, `cut at ${length}`).toBe(false)
    }
  })

  test('with any byte turned it ends, and without the secret', async () => {
    const whole = make()
    for (let at = 0; at < whole.length; at += 5) {
      const bent = Buffer.from(whole)
      bent[at] = bent[at]! ^ 0xff
      const after = await clean(bent, plan).catch(() => null)
      expect(after === null || after.length < 4 * whole.length, `turned at ${at}`).toBe(true)
    }
  })
})

test('a photo that was taken upright stays upright', async () => {
  const after = await clean(jpeg({ orientation: 8 }), planJpeg)
  const at = after.indexOf('Exif\0\0')
  expect(readOrientation(after.subarray(at))).toBe(8)
  // And says nothing else: a directory of one entry.
  expect(after.readUInt16BE(at - 2)).toBe(2 + 6 + 26)
  expect((await clean(jpeg({ orientation: 1 }), planJpeg)).includes('Exif')).toBe(false)
})

test('a large photo is cleaned in pieces', async () => {
  const after = await clean(jpeg({ padding: 3_000_000 }), planJpeg)
  expect(after.length).toBeLessThan(2000)
})

test('the picture in a HEIC comes out byte for byte, and every offset stays', async () => {
  const before = heic()
  const after = await clean(before, planHeic)
  expect(after).toHaveLength(before.length)
  expect(after.indexOf(heicPicture)).toBe(before.indexOf(heicPicture))
})

test('a HEIC whose picture reaches into the headers keeps nothing there', async () => {
  const bytes = heic()
  // The first extent of the picture item, moved to the beginning of the file.
  const place = bytes.indexOf(Buffer.from([0, 1, 0, 0, 0, 0, 0, 1]), bytes.indexOf('iloc')) + 8
  bytes.writeUInt32BE(0, place)
  bytes.writeUInt32BE(bytes.length, place + 4)
  await expect(clean(bytes, planHeic)).rejects.toMatchObject({ code: 'file_unreadable' })
})

test('a moving WebP is refused: its frames may hide what they like', async () => {
  const bytes = webp()
  bytes[20] = bytes[20]! | 0x02
  await expect(clean(bytes, planWebp)).rejects.toMatchObject({ code: 'file_unreadable' })
})
