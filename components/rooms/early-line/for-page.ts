// The first script of the room's page, apart from Next's: carries LiveKit's client for the whole page (livekit-client.ts
// hands it on) and opens the line with the token that the page's HTML brought.
import * as client from 'livekit-client'
import { openEarlyLine, type EarlyAccess } from './early-line'

const text = (document.currentScript as HTMLScriptElement | null)?.dataset.roomLine
// Only once: a page that has LiveKit's client has its line too, or asks for it.
if (!window.lianxiRoom) {
  const line = text ? openEarlyLine(JSON.parse(text) as EarlyAccess) : null
  window.lianxiRoom = { client, line }
}
