// A workbook is a zip: what it unpacks to is measured while it is unpacked, piece by piece and kept nowhere, before
// anything reads it whole. A size that lies, a bomb, macros and too many rows are found here.
import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { maxUnpackedBytes } from './contract'
import { FileRefused } from './model'

const maxEntries = 500
const spareRows = 100

/**
 * @param maxRows of all its sheets together
 * @throws FileRefused macros, tooManyRows, tooLargeUnpacked, damaged
 */
export async function checkWorkbook(bytes: Uint8Array, maxRows: number): Promise<void> {
  const zip = await open(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  let left = maxUnpackedBytes
  let rows = 0
  let hasBook = false
  for (const entry of await entriesOf(zip)) {
    const name = entry.fileName.toLowerCase()
    if (name.endsWith('vbaproject.bin') || name.startsWith('xl/macrosheets/')) throw new FileRefused('macros')
    hasBook ||= name === 'xl/workbook.xml'
    if (name.endsWith('/')) continue
    const counter = /^xl\/worksheets\/[^/]+\.xml$/.test(name) ? new RowCounter() : null
    for await (const chunk of await streamOf(zip, entry)) {
      left -= chunk.byteLength
      if (left < 0) throw new FileRefused('tooLargeUnpacked')
      counter?.add(chunk)
      if (counter && rows + counter.rows > maxRows + spareRows) throw new FileRefused('tooManyRows')
    }
    rows += counter?.rows ?? 0
  }
  if (!hasBook) throw new FileRefused('type')
}

/** Counts `<row` over the borders of chunks. */
class RowCounter {
  rows = 0
  private tail = ''
  add(chunk: Buffer): void {
    const text = this.tail + chunk.toString('latin1')
    for (let at = text.indexOf('<row'); at >= 0; at = text.indexOf('<row', at + 4))
      // <rowBreaks> is none.
      if (/[\s>/]/.test(text[at + 4] ?? '')) this.rows += 1
    // What may still become one: less than `<row` and the sign behind it.
    const open = text.lastIndexOf('<')
    this.tail = open >= 0 && text.length - open <= 4 ? text.slice(open) : ''
  }
}

const refuse = (fail: (error: FileRefused) => void) => () => fail(new FileRefused('damaged'))

const open = (bytes: Buffer) =>
  new Promise<ZipFile>((done, fail) =>
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? refuse(fail)() : done(zip),
    ),
  )

const entriesOf = (zip: ZipFile) =>
  new Promise<Entry[]>((done, fail) => {
    const entries: Entry[] = []
    zip.on('error', refuse(fail))
    zip.on('end', () => done(entries))
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      if (entries.length > maxEntries) fail(new FileRefused('tooLargeUnpacked'))
      else zip.readEntry()
    })
    zip.readEntry()
  })

async function* piecesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch {
    // A size that lies, a broken checksum, an unknown way of packing.
    throw new FileRefused('damaged')
  }
}

const streamOf = (zip: ZipFile, entry: Entry) =>
  new Promise<AsyncGenerator<Buffer>>((done, fail) =>
    zip.openReadStream(entry, (error, stream) => (error ? refuse(fail)() : done(piecesOf(stream)))),
  )
