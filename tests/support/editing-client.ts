// A stock y-websocket client that edits at random, and what its document amounts to. The edits follow from the numbers it
// is given; the network's timing does not.
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { DocumentId } from '@/server/ids'
import { withToken } from './stock-client'

/** mulberry32: the same numbers for the same seed. */
export function random(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

export class EditingClient {
  readonly doc = new Y.Doc()
  readonly undo: Y.UndoManager
  /** One for life, as in a page: another would begin to count again and be disbelieved. */
  readonly awareness = new Awareness(this.doc)
  provider: WebsocketProvider
  constructor(
    readonly documentId: DocumentId,
    url: string,
    private readonly token: string,
  ) {
    this.undo = new Y.UndoManager(this.doc.getText('t'), { captureTimeout: 0 })
    this.provider = this.connect(url)
  }
  private connect(url: string): WebsocketProvider {
    return new WebsocketProvider(url, this.documentId, this.doc, {
      WebSocketPolyfill: withToken(this.token),
      awareness: this.awareness,
      disableBc: true,
      maxBackoffTime: 150,
    })
  }
  /** To another node, as behind a proxy. */
  moveTo(url: string): void {
    this.provider.destroy()
    this.provider = this.connect(url)
  }
  edit(next: (below: number) => number): void {
    const { doc } = this
    const [text, map, list, body] = [
      doc.getText('t'),
      doc.getMap('m'),
      doc.getArray<unknown>('a'),
      doc.getXmlFragment('body'),
    ]
    switch (next(9)) {
      case 0:
      case 1:
      case 2:
        return text.insert(next(text.length + 1), '家校社協同育人'.slice(0, 1 + next(6)))
      case 3:
        if (text.length > 2) text.delete(next(text.length - 1), 1 + next(1))
        return
      case 4:
        if (text.length > 3) text.format(next(text.length - 2), 2, { bold: next(2) === 0 ? true : null })
        return
      case 5:
        return void map.set(`k${next(5)}`, next(1000))
      case 6:
        return list.length > 4 && next(2) === 0
          ? list.delete(next(list.length), 1)
          : list.insert(next(list.length + 1), [next(99), 'x'])
      case 7: {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(`段${next(100)}`)])
        return body.insert(next(body.length + 1), [paragraph])
      }
      default:
        return void (next(2) === 0 ? this.undo.undo() : this.undo.redo())
    }
  }
}

/** The same text for the same content, whatever the order it came in. */
export const content = (doc: Y.Doc) =>
  JSON.stringify({
    t: doc.getText('t').toDelta(),
    m: Object.entries(doc.getMap('m').toJSON()).sort(([a], [b]) => (a < b ? -1 : 1)),
    a: doc.getArray('a').toJSON(),
    body: doc.getXmlFragment('body').toString(),
  })
