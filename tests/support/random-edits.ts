// Random transactions in the form of Yjs's own tests ((doc, gen) => void, over the roots that its `compare` reads): its
// package ships the comparison but not the edits.
import * as prng from 'lib0/prng'
import * as Y from 'yjs'

export type Mod = (doc: Y.Doc, gen: prng.PRNG) => void

const array = (doc: Y.Doc) => doc.getArray<unknown>('array')
const map = (doc: Y.Doc) => doc.getMap('map')
const text = (doc: Y.Doc) => doc.getText('text')
const xml = (doc: Y.Doc) => doc.get('xml', Y.XmlElement) as Y.XmlElement
/** A place in something `length` long, its end included. */
const place = (gen: prng.PRNG, length: number) => prng.int32(gen, 0, length)
const stretch = (gen: prng.PRNG, length: number): [at: number, count: number] => {
  const at = prng.int32(gen, 0, length - 1)
  return [at, prng.int32(gen, 1, Math.min(3, length - at))]
}

export const arrayMods: Mod[] = [
  (doc, gen) => {
    const number = prng.uint32(gen, 0, 2 ** 31)
    array(doc).insert(
      place(gen, array(doc).length),
      Array.from({ length: prng.int32(gen, 1, 4) }, () => number),
    )
  },
  (doc, gen) => {
    const at = place(gen, array(doc).length)
    array(doc).insert(at, [new Y.Array()])
    ;(array(doc).get(at) as Y.Array<number>).insert(0, [1, 2, 3, 4])
  },
  (doc, gen) => {
    const at = place(gen, array(doc).length)
    array(doc).insert(at, [new Y.Map()])
    const inner = array(doc).get(at) as Y.Map<unknown>
    inner.set('someprop', 42)
    inner.set('someprop', 43)
  },
  // Null is a value of its own.
  (doc, gen) => array(doc).insert(place(gen, array(doc).length), [null, { deep: [prng.word(gen)] }]),
  (doc, gen) => {
    if (array(doc).length === 0) return
    const [at, count] = stretch(gen, array(doc).length)
    const inner = array(doc).get(at)
    if (prng.bool(gen) && inner instanceof Y.Array && inner.length > 0) inner.delete(...stretch(gen, inner.length))
    else array(doc).delete(at, count)
  },
]

const keys = ['one', 'two', 'three']
export const mapMods: Mod[] = [
  (doc, gen) => map(doc).set(prng.oneOf(gen, keys), prng.utf16String(gen)),
  (doc, gen) => {
    const inner = prng.bool(gen) ? new Y.Array() : new Y.Map()
    map(doc).set(prng.oneOf(gen, keys), inner)
    if (inner instanceof Y.Array) inner.insert(0, [1, 2, 3, 4])
    else inner.set('deepkey', prng.word(gen))
  },
  (doc, gen) => map(doc).delete(prng.oneOf(gen, keys)),
]

const marks = [{ bold: true }, { italic: true }, { color: '#888' }, { bold: null }, { italic: null, color: null }]
/** The text as its positions count it, and a place in it that lies between characters: Yjs itself diverges on cut pairs. */
const flat = (doc: Y.Doc) =>
  (text(doc).toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\ufffc'))
    .join('')
const between = (whole: string, at: number) => (/[\udc00-\udfff]/.test(whole[at] ?? '') ? at + 1 : at)
const spot = (doc: Y.Doc, gen: prng.PRNG) => between(flat(doc), place(gen, text(doc).length))
const span = (doc: Y.Doc, gen: prng.PRNG): [at: number, count: number] => {
  const [whole, [from, count]] = [flat(doc), stretch(gen, text(doc).length)]
  const at = between(whole, from)
  return [at, between(whole, from + count) - at]
}
export const textMods: Mod[] = [
  (doc, gen) => text(doc).insert(spot(doc, gen), prng.utf16String(gen), prng.bool(gen) ? {} : prng.oneOf(gen, marks)),
  (doc, gen) => text(doc).insert(spot(doc, gen), prng.oneOf(gen, ['𠮷', '👩‍👩‍👧', '家校社', 'é'])),
  (doc, gen) => text(doc).insertEmbed(spot(doc, gen), { image: prng.word(gen) }),
  (doc, gen) => text(doc).length > 0 && text(doc).delete(...span(doc, gen)),
  (doc, gen) => text(doc).length > 0 && text(doc).format(...span(doc, gen), prng.oneOf(gen, marks)),
  (doc, gen) => {
    const at = spot(doc, gen)
    const rest = between(flat(doc), Math.min(at + 2, text(doc).length)) - at
    const delta: object[] = [{ insert: `${prng.word(gen)}\n`, attributes: prng.oneOf(gen, marks) }]
    if (at > 0) delta.unshift({ retain: at })
    if (rest > 0) delta.push(prng.bool(gen) ? { delete: rest } : { retain: rest, attributes: prng.oneOf(gen, marks) })
    text(doc).applyDelta(delta)
  },
]

const names = ['paragraph', 'heading', 'actionItem']
export const xmlMods: Mod[] = [
  (doc, gen) => xml(doc).insert(place(gen, xml(doc).length), [new Y.XmlElement(prng.oneOf(gen, names))]),
  (doc, gen) => xml(doc).insert(place(gen, xml(doc).length), [new Y.XmlText(prng.word(gen))]),
  (doc, gen) => {
    const parent = child(doc, gen)
    if (parent instanceof Y.XmlElement) parent.insert(place(gen, parent.length), [new Y.XmlText(prng.word(gen))])
    else if (parent instanceof Y.XmlText) parent.insert(place(gen, parent.length), prng.word(gen))
  },
  (doc, gen) => {
    const element = child(doc, gen)
    if (!(element instanceof Y.XmlElement)) return
    if (prng.bool(gen)) element.setAttribute(prng.oneOf(gen, keys), prng.word(gen))
    else element.removeAttribute(prng.oneOf(gen, keys))
  },
  (doc, gen) => xml(doc).length > 0 && xml(doc).delete(...stretch(gen, xml(doc).length)),
]
const child = (doc: Y.Doc, gen: prng.PRNG) =>
  xml(doc).length === 0 ? undefined : xml(doc).get(prng.int32(gen, 0, xml(doc).length - 1))

/** Several of the above in one transaction, as a paste or a command makes them. */
const several: Mod = (doc, gen) =>
  doc.transact(() => {
    for (let n = prng.int32(gen, 2, 5); n > 0; n--) prng.oneOf(gen, single)(doc, gen)
  })
const single: Mod[] = [...arrayMods, ...mapMods, ...textMods, ...xmlMods]
export const mods: Mod[] = [...single, several]
