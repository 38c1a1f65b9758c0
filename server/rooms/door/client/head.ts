// Stands in the head of the door's page itself: the first script of the room is what the first picture waits for longest,
// and a tap cuts what has not come by then.
import { fetchOne, mayFetchAhead } from './ahead'

const first = (document.currentScript as HTMLScriptElement | null)?.dataset.first
if (first && mayFetchAhead()) window.lianxiAhead = fetchOne(first)
