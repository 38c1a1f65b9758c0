// A stock y-websocket client in Node with a bearer token from the command line edits the same document as a browser.
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { expect, openHouse, signIn, test } from '../support/story'
import { until } from '../support/app'
import { editorAt, enterRoom } from '../support/room-page'

const app = openHouse()

test('a stock client and a browser in one document', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await enterRoom(page, app)
  const { token } = await app.hub<{ token: string }>(
    'seat',
    'token',
    '--meeting',
    app.demo.meetings.live,
    '--name',
    '記錄程式',
    '--unit',
    app.demo.units.education!,
    '--role',
    'speaker',
    '--write',
  )
  const [row] = await app.sql('select id::text from documents where meeting_id = $1', [app.demo.meetings.live])
  class WithBearer extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } })
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(app.http.replace('http', 'ws') + '/collab', String(row!.id), doc, {
    WebSocketPolyfill: WithBearer as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  })
  try {
    await until('the first sync', async () => provider.synced)
    const [name] = [...doc.share.keys()].filter((key) => key.startsWith('item'))
    const fragment = doc.getXmlFragment(name ?? [...doc.share.keys()][0]!)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText('這一段由程式寫入')])
    fragment.insert(fragment.length, [paragraph])
    await expect(page.locator('.min-body')).toContainText('這一段由程式寫入', { timeout: 20_000 })
    await editorAt(page, 1).locator('p').first().click()
    await page.keyboard.press('End')
    await page.keyboard.type('人寫的')
    await until('the browser’s words at the stock client', async () =>
      [...doc.share.keys()].some((key) => doc.getXmlFragment(key).toString().includes('人寫的')),
    )
    await until('both in Postgres', async () => {
      const text = await app.hubText('document', 'show', String(row!.id), '--format', 'text')
      return text.includes('這一段由程式寫入') && text.includes('人寫的')
    })
  } finally {
    provider.destroy()
    doc.destroy()
  }
})
