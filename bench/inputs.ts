// Seeded inputs: every server gets the same bytes, and so do two runs.
import fs from 'node:fs'
import * as Y from 'yjs'

export type Random = () => number

/** mulberry32: uniform in [0, 1). */
export function seeded(seed: number): Random {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const alphabet = 'eeeeetttaaaooinnshrdlucm  ,.fgpyb\n'
const letter = (random: Random) => alphabet[Math.floor(random() * alphabet.length)]!
const letters = (random: Random, count: number) => Array.from({ length: count }, () => letter(random)).join('')
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const lognormal = (random: Random, median: number, sigma: number) =>
  Math.max(1, Math.round(median * Math.exp(sigma * normal(random))))

/** 1–20 characters at a random place. */
export function editAnywhere(random: Random, text: Y.Text): void {
  text.insert(Math.floor(random() * (text.length + 1)), letters(random, 1 + Math.floor(random() * 20)))
}

/** What a client sends while it makes `edits`: an update for each transaction, all of one Yjs client. */
function updatesOf(clientId: number, edits: (text: Y.Text, doc: Y.Doc) => void): { updates: Uint8Array[]; doc: Y.Doc } {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  edits(doc.getText('t'), doc)
  return { updates, doc }
}

export type Input = {
  updates: Uint8Array[]
  /** Characters left at the end. */
  length: number
  /** Bytes of the whole state. */
  bytes: number
}

const input = (updates: Uint8Array[], doc: Y.Doc): Input => ({
  updates,
  length: doc.getText('t').length,
  bytes: Y.encodeStateAsUpdate(doc).length,
})

type SingleEdit = { at: number; insert: string | null }

/**
 * A long session of edits of one character, shaped after the published `automerge-paper` trace that crdt-benchmarks
 * replays (182,315 insertions in runs of median 9, 77,463 deletions in runs of median 2, jumps of median 46). That trace
 * is in no package, so this one is drawn from the same distributions.
 */
function* session(insertions: number, deletions: number): Generator<SingleEdit> {
  const random = seeded(20)
  let [length, caret, inserted, deleted] = [0, 0, 0, 0]
  const jump = () => {
    const by = lognormal(random, 46, 2.2)
    caret = Math.max(0, Math.min(length, random() < 0.5 ? caret - by : caret + by))
  }
  while (inserted < insertions || deleted < deletions) {
    const choice = random()
    if (choice < 0.55) jump()
    else if (choice < 0.62) caret = length
    for (let run = Math.min(lognormal(random, 9, 1.53), insertions - inserted); run > 0; run--) {
      yield { at: caret, insert: letter(random) }
      caret++
      length++
      inserted++
    }
    // In step with the insertions, so that both come to their end together.
    if (deleted / deletions > inserted / insertions) continue
    if (random() < 0.45) jump()
    for (let run = Math.min(lognormal(random, 2, 2.08), deletions - deleted, caret); run > 0; run--) {
      caret--
      yield { at: caret, insert: null }
      length--
      deleted++
    }
  }
}

/** The session above, sent in about `parts` updates. */
export function longSession(insertions: number, deletions: number, parts: number): Input {
  const perPart = Math.ceil((insertions + deletions) / parts)
  const merged: Uint8Array[] = []
  const waiting: Uint8Array[] = []
  const { doc } = updatesOf(424242, (text, own) => {
    own.on('update', (update: Uint8Array) => {
      waiting.push(update)
      if (waiting.length === perPart) merged.push(Y.mergeUpdates(waiting.splice(0)))
    })
    for (const { at, insert } of session(insertions, deletions)) {
      if (insert === null) text.delete(at, 1)
      else text.insert(at, insert)
    }
  })
  if (waiting.length > 0) merged.push(Y.mergeUpdates(waiting))
  return input(merged, doc)
}

/** One update that holds a document of `length` characters, made by edits of 10–39 characters at random places. */
export function documentOf(length: number): Input {
  const random = seeded(7)
  const { doc } = updatesOf(4242, (text) => {
    while (text.length < length) {
      const size = Math.min(length - text.length, 10 + Math.floor(random() * 30))
      text.insert(Math.floor(random() * (text.length + 1)), letters(random, size))
    }
  })
  return input([Y.encodeStateAsUpdate(doc)], doc)
}

/** The last update of `typing` carries this, so that its arrival can be seen in the raw bytes. */
export const lastWords = '~~last-update~~'

/** `count` small updates of one client, nine of ten at the end of the text. */
export function typing(count: number): Input {
  const random = seeded(11)
  const { updates, doc } = updatesOf(31337, (text) => {
    for (let n = 1; n < count; n++) {
      const at = random() < 0.9 ? text.length : Math.floor(random() * text.length)
      text.insert(at, letters(random, 1 + Math.floor(random() * 20)))
    }
    text.insert(text.length, lastWords)
  })
  return input(updates, doc)
}

/** Updates in a file, each with its length before it: load processes read them from there. */
export function writeUpdates(file: string, updates: readonly Uint8Array[]): string {
  const parts = updates.flatMap((update) => {
    const head = Buffer.alloc(4)
    head.writeUInt32LE(update.length)
    return [head, update]
  })
  fs.writeFileSync(file, Buffer.concat(parts))
  return file
}

export function readUpdates(file: string): Uint8Array[] {
  const bytes = fs.readFileSync(file)
  const updates: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at)
    updates.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return updates
}
