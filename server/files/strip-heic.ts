// HEIC (ISO/IEC 23008-12): the file keeps its length and every offset in it; whatever is not one of the pictures becomes
// zeros. Only extents of image items survive in mdat and idat, so Exif, XMP, maker notes and appended films all go, known or
// not. Boxes nobody needs become 'free'.
import { unreadable, type Piece, type Reader } from './pieces'

type Box = { type: string; from: number; body: number; to: number }
type Extent = { from: number; to: number }
type Found = {
  items: Map<number, string>
  extents: Map<number, { isInIdat: boolean; extents: Extent[] }>
  idat: Box | null
}

const imageItems = ['hvc1', 'hev1', 'av01', 'jpeg', 'grid', 'iovl', 'iden', 'tmap']
const metaBoxes = ['hdlr', 'dinf', 'pitm', 'iloc', 'iinf', 'iref', 'iprp', 'idat', 'grpl']
const properties = ['hvcC', 'av1C', 'jpgC', 'ispe', 'pixi', 'colr', 'auxC', 'irot', 'imir', 'clap', 'pasp', 'rloc']
const brightness = ['clli', 'mdcv', 'cclv', 'amve', 'ndwt', 'lsel', 'a1op', 'a1lx', 'oinf', 'tols']

export async function planHeic(file: Reader): Promise<Piece[]> {
  const boxes = await readBoxes(file, 0, file.length)
  const meta = boxes.find((box) => box.type === 'meta')
  if (boxes[0]?.type !== 'ftyp' || !meta || boxes.filter((box) => box.type === 'meta').length > 1) throw unreadable()
  const wiped: Extent[] = []
  const freed: Box[] = []
  const found = await readMeta(file, meta, freed)
  const kept: Extent[] = []
  let pictures = 0
  for (const [id, { isInIdat, extents }] of found.extents) {
    if (!imageItems.includes(found.items.get(id) ?? '')) continue
    pictures += 1
    if (isInIdat && !found.idat) throw unreadable()
    const start = isInIdat ? found.idat!.body : 0
    kept.push(...extents.map(({ from, to }) => ({ from: from + start, to: to + start })))
  }
  if (pictures === 0) throw unreadable()
  const holders = boxes.filter((box) => box.type === 'mdat')
  if (found.idat) holders.push(found.idat)
  const isHeld = (extent: Extent) => holders.some((box) => extent.from >= box.body && extent.to <= box.to)
  // An extent that reaches into the headers would keep there what it likes.
  if (!kept.every(isHeld)) throw unreadable()
  for (const box of holders) wiped.push(...without({ from: box.body, to: box.to }, kept))
  freed.push(...boxes.filter((box) => !['ftyp', 'meta', 'mdat'].includes(box.type)))
  return planOf(file.length, wiped, freed)
}

/** The original with zeros over `wiped`, and each of `freed` renamed and emptied. */
function planOf(length: number, wiped: readonly Extent[], freed: readonly Box[]): Piece[] {
  const free = Buffer.from('free', 'latin1')
  const changes: { from: number; to: number; pieces: Piece[] }[] = [
    ...wiped.map(({ from, to }) => ({ from, to, pieces: [{ zeros: to - from }] })),
    // The name stands in the four bytes before the body, or before a long length.
    ...freed.map((box) => ({
      from: box.from + 4,
      to: box.to,
      pieces: [{ bytes: free }, { from: box.from + 8, to: box.body }, { zeros: box.to - box.body }],
    })),
  ]
  const plan: Piece[] = []
  let at = 0
  for (const change of changes.sort((a, b) => a.from - b.from)) {
    if (change.from < at) throw unreadable()
    plan.push({ from: at, to: change.from }, ...change.pieces)
    at = change.to
  }
  plan.push({ from: at, to: length })
  return plan
}

async function readBoxes(file: Reader, start: number, end: number): Promise<Box[]> {
  const boxes: Box[] = []
  for (let at = start; at < end;) {
    if (end - at < 8 || boxes.length > 4096) throw unreadable()
    const head = await file.bytes(at, 8)
    const [short, type] = [head.readUInt32BE(0), head.toString('latin1', 4, 8)]
    let [size, body] = [short, at + 8]
    if (short === 1) {
      size = Number((await file.bytes(at + 8, 8)).readBigUInt64BE(0))
      body = at + 16
    } else if (short === 0) size = end - at
    if (size < body - at || at + size > end) throw unreadable()
    boxes.push({ type, from: at, body, to: at + size })
    at += size
  }
  return boxes
}

async function readMeta(file: Reader, meta: Box, freed: Box[]): Promise<Found> {
  const found: Found = { items: new Map(), extents: new Map(), idat: null }
  for (const box of await readBoxes(file, meta.body + 4, meta.to)) {
    if (!metaBoxes.includes(box.type)) freed.push(box)
    else if (box.type === 'iinf') await readItems(file, box, found)
    else if (box.type === 'iloc') await readPlaces(file, box, found)
    else if (box.type === 'idat') found.idat = box
    else if (box.type === 'iprp') await freeProperties(file, box, freed)
  }
  return found
}

async function freeProperties(file: Reader, iprp: Box, freed: Box[]): Promise<void> {
  for (const box of await readBoxes(file, iprp.body, iprp.to)) {
    if (box.type === 'ipma') continue
    if (box.type !== 'ipco') freed.push(box)
    else
      for (const property of await readBoxes(file, box.body, box.to))
        if (![...properties, ...brightness].includes(property.type)) freed.push(property)
  }
}

async function readItems(file: Reader, iinf: Box, found: Found): Promise<void> {
  const version = (await file.bytes(iinf.body, 1))[0]!
  for (const box of await readBoxes(file, iinf.body + (version === 0 ? 6 : 8), iinf.to)) {
    const entry = (await file.bytes(box.body, 1))[0]!
    if (box.type !== 'infe' || (entry !== 2 && entry !== 3)) throw unreadable()
    const idBytes = entry === 2 ? 2 : 4
    const id = (await file.bytes(box.body + 4, idBytes)).readUIntBE(0, idBytes)
    found.items.set(id, (await file.bytes(box.body + 4 + idBytes + 2, 4)).toString('latin1'))
  }
}

async function readPlaces(file: Reader, iloc: Box, found: Found): Promise<void> {
  let at = iloc.body + 4
  const take = async (count: number) => {
    if (at + count > iloc.to) throw unreadable()
    const bytes = await file.bytes(at, count)
    at += count
    // Sizes are 0, 4 or 8; no file of ours needs more than 48 bits.
    if (count === 8 && bytes.readUInt16BE(0) !== 0) throw unreadable()
    return count === 0 ? 0 : count === 8 ? bytes.readUIntBE(2, 6) : bytes.readUIntBE(0, count)
  }
  const version = (await file.bytes(iloc.body, 1))[0]!
  if (version > 2) throw unreadable()
  const sizes = await take(2)
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexBytes = version === 0 ? 0 : sizes & 15
  if ([offsetBytes, lengthBytes, baseBytes, indexBytes].some((size) => ![0, 4, 8].includes(size))) throw unreadable()
  for (let left = await take(version === 2 ? 4 : 2); left > 0; left -= 1) {
    const id = await take(version === 2 ? 4 : 2)
    const method = version === 0 ? 0 : (await take(2)) & 15
    // In another item, or in another file: nothing a camera writes.
    if (method > 1 || (await take(2)) !== 0) throw unreadable()
    const base = await take(baseBytes)
    const extents: Extent[] = []
    for (let more = await take(2); more > 0; more -= 1) {
      await take(indexBytes)
      const from = base + (await take(offsetBytes))
      const length = await take(lengthBytes)
      // No length means: to the end of the file.
      extents.push({ from, to: from + length })
      if (length === 0) throw unreadable()
    }
    found.extents.set(id, { isInIdat: method === 1, extents })
  }
}

/** The parts of `whole` that none of `kept` covers. */
function without(whole: Extent, kept: readonly Extent[]): Extent[] {
  const out: Extent[] = []
  let at = whole.from
  for (const { from, to } of kept
    .filter((each) => each.to > whole.from && each.from < whole.to)
    .sort((a, b) => a.from - b.from)) {
    if (from > at) out.push({ from: at, to: from })
    at = Math.max(at, to)
  }
  if (at < whole.to) out.push({ from: at, to: whole.to })
  return out
}
