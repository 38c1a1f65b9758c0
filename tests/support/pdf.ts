// What other programs read in a file we made: poppler in a PDF, LibreOffice in a DOCX.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

async function inFolder<T>(
  bytes: Uint8Array,
  name: string,
  use: (file: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lx-paper-'))
  try {
    const file = path.join(folder, name)
    writeFileSync(file, bytes)
    return await use(file, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const options = { maxBuffer: 64 << 20 }

/** Every word of it, in the order of the file. */
export const pdfText = (bytes: Uint8Array): Promise<string> =>
  inFolder(bytes, 'a.pdf', async (file) => (await run('pdftotext', ['-raw', file, '-'], options)).stdout)

export const pdfPages = (bytes: Uint8Array): Promise<number> =>
  inFolder(bytes, 'a.pdf', async (file) => Number(/^Pages:\s+(\d+)/m.exec((await run('pdfinfo', [file])).stdout)?.[1]))

export type PdfWord = { page: number; text: string; xMin: number; xMax: number; yMin: number; yMax: number }

/** Words with their boxes, in points from the upper left corner of their page. */
export async function pdfWords(bytes: Uint8Array): Promise<PdfWord[]> {
  const xml = await inFolder(
    bytes,
    'a.pdf',
    async (file) => (await run('pdftotext', ['-bbox', file, '-'], options)).stdout,
  )
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" }
  return xml.split('<page ').flatMap((part, page) =>
    [...part.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/gs)].map(
      ([, xMin, yMin, xMax, yMax, text]) => ({
        page,
        text: text!.replace(/&\w+;/g, (name) => entities[name] ?? name),
        xMin: Number(xMin),
        yMin: Number(yMin),
        xMax: Number(xMax),
        yMax: Number(yMax),
      }),
    ),
  )
}

/** Fonts by name, with whether they are embedded. */
export const pdfFonts = (bytes: Uint8Array): Promise<{ name: string; isEmbedded: boolean }[]> =>
  inFolder(bytes, 'a.pdf', async (file) =>
    (await run('pdffonts', [file])).stdout
      .split('\n')
      .slice(2)
      .filter(Boolean)
      .map((line) => ({ name: line.split(/\s+/)[0]!, isEmbedded: / yes /.test(line) })),
  )

/** A DOCX as LibreOffice sets it. @param office its program */
export const docxToPdf = (office: string, bytes: Uint8Array): Promise<Uint8Array> =>
  inFolder(bytes, 'a.docx', async (file, folder) => {
    const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`
    await run(office, [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, file], { timeout: 120_000 })
    return new Uint8Array(readFileSync(path.join(folder, 'a.pdf')))
  })
