// Names, ranges and types of files. Pure.
import { isMediaType, mediaTypes, type MediaType } from './contract'

const longestName = 120

/** The ending of a name without its dot, lower case; empty where there is none. */
export const endingOf = (name: string): string => /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''

/**
 * A name as it is kept and shown: what stands after the last separator of any system, without control characters and without
 * those that turn the direction of writing (photo\u202Egnp.exe shows as photoexe.png), at most 120 characters with the ending
 * kept. Never empty.
 */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1)!
  const plain = last
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Co}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  return shortened(plain === '' ? 'file' : plain)
}

function shortened(name: string): string {
  const letters = [...name]
  if (letters.length <= longestName) return name
  const ending = endingOf(name)
  const tail = ending === '' ? '' : `.${ending}`
  return letters.slice(0, longestName - tail.length).join('') + tail
}

/** A photo named .png whose bytes are a JPEG is an honest mistake of many phones: it gets the ending of what it is. */
export function nameFor(name: string, type: MediaType): string {
  const endings: readonly string[] = mediaTypes[type].endings
  return endings.includes(endingOf(name))
    ? name
    : shortened(`${name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}.${endings[0]!}`)
}

/** What the bytes say, as one of the types that are taken; null for all others. */
export function takenType(sniffed: string | undefined): MediaType | null {
  const type = sniffed === 'image/heif' ? 'image/heic' : (sniffed ?? null)
  return isMediaType(type) && type !== 'text/plain' ? type : null
}

/** Plain text has no mark of its own: its name must say so, and it must not look like markup. */
export const mayBeText = (name: string): boolean =>
  (mediaTypes['text/plain'].endings as readonly string[]).includes(endingOf(name))

/** RFC 6266 with RFC 8187: Chinese in filename*, and something plain for clients that do not know it. */
export function contentDisposition(how: 'attachment' | 'inline', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${plain}"; filename*=UTF-8''${full}`
}

export type Range = { from: number; to: number }

/**
 * RFC 9110 §14: one range of bytes, both ends counted in.
 * @returns null for no range, several, or one that nobody understands (the whole is sent), 'none' where nothing is there
 */
export function parseRange(header: string | undefined, bytes: number): Range | 'none' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!found || (found[1] === '' && found[2] === '')) return null
  if (found[1] === '') {
    const last = Number(found[2])
    return last === 0 ? 'none' : { from: Math.max(0, bytes - last), to: bytes - 1 }
  }
  const from = Number(found[1])
  const to = found[2] === '' ? bytes - 1 : Math.min(Number(found[2]), bytes - 1)
  if (found[2] !== '' && Number(found[2]) < from) return null
  return from >= bytes ? 'none' : { from, to }
}
