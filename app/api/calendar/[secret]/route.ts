import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { drawFeedOf } from '@/server/calendar/feed'
import { errorTable, toAppError } from '@/server/errors'
import { readAsker } from '@/server/people/asker'
import { countMiss, refuseGuessers } from '@/server/rooms/door/guess-limit'

/** A calendar program asks again and again, without a session: the secret in the address says whose it is. */
export async function GET(request: Request, { params }: { params: Promise<{ secret: string }> }) {
  const secret = (await params).secret.replace(/\.ics$/, '')
  const [at, { address: ip }] = [clock.now(), readAsker(request.headers)]
  try {
    await refuseGuessers(db(), ip, at)
    const text = await drawFeedOf(db(), secret, at)
    const headers = { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-store' }
    return new Response(text, { headers: { ...headers, 'x-robots-tag': 'noindex' } })
  } catch (error) {
    const { code } = toAppError(error)
    if (code === 'link_unknown') await countMiss(db(), ip, at)
    return Response.json({ code }, { status: errorTable[code].http })
  }
}
