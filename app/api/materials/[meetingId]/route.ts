// What lies on the table of a sitting, for whoever is in its room or of its body.
import { readAskerOfPage } from '@/app/rooms/[meetingId]/read-asker-of-page'
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { listMaterials } from '@/server/files/read'
import { MeetingId } from '@/server/ids'
import { log } from '@/server/log'

export const dynamic = 'force-dynamic'

const noStore = { 'cache-control': 'no-store' }

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ meetingId: string }> },
): Promise<Response> {
  try {
    const id = MeetingId.safeParse((await params).meetingId)
    const { cookie, secure } = await readAskerOfPage()
    const { person, seat } = await readCredentials(db(), { cookie }, id.data ?? null, secure, clock.now())
    const countyId = (seat ?? person)?.countyId
    if (countyId === undefined) throw new AppError('not_signed_in')
    if (!id.success) throw new AppError('not_found')
    const actors = [person, seat].filter((actor) => actor !== null).filter((actor) => actor.countyId === countyId)
    return Response.json(await listMaterials(db(), actors, id.data), { headers: noStore })
  } catch (error) {
    const { code } = toAppError(error)
    if (code === 'internal') log.error({ err: error }, 'materials failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', status, code },
      { status, headers: { 'content-type': 'application/problem+json', ...noStore } },
    )
  }
}
