// The margin of minutes for the page that shows them: read whole, changed by one word at a time.
import { readAskerOfPage } from '@/app/rooms/[meetingId]/read-asker-of-page'
import { actOnComments } from '@/server/comments/act'
import { CommentCommand } from '@/server/comments/contract'
import { readComments } from '@/server/comments/read'
import { clock } from '@/server/clock'
import { actorsOf, readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { DocumentId } from '@/server/ids'
import { log } from '@/server/log'
import { readDocument } from '@/server/minutes/read'
import { isSameOrigin } from '@/server/same-origin'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ documentId: string }> }
const noStore = { 'cache-control': 'no-store' }

async function readWho(text: string) {
  const id = DocumentId.safeParse(text)
  const meetingId = id.success ? ((await readDocument(db(), id.data))?.thing.meeting?.meetingId ?? null) : null
  const { cookie, secure } = await readAskerOfPage()
  const actors = actorsOf(await readCredentials(db(), { cookie }, meetingId, secure, clock.now()))
  const known = actors.filter((actor) => actor.kind === 'person' || actor.kind === 'seat')
  if (known.length === 0) throw new AppError('not_signed_in')
  if (!id.success || meetingId === null) throw new AppError('not_found')
  return { documentId: id.data, actors: known }
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    const { documentId, actors } = await readWho((await params).documentId)
    return readComments(db(), actors, documentId)
  })
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answer(async () => {
    if (!isSameOrigin(request.headers)) throw new AppError('wrong_origin')
    const { documentId, actors } = await readWho((await params).documentId)
    const command = parseInput(CommentCommand, await request.json().catch(() => null))
    await actOnComments(db(), actors, documentId, command, clock.now())
    return readComments(db(), actors, documentId)
  })
}

async function answer(work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work(), { headers: noStore })
  } catch (error) {
    const { code, fields } = toAppError(error)
    if (code === 'internal') log.error({ err: error }, 'comments failed')
    const status = errorTable[code].http
    return Response.json(
      { type: 'about:blank', status, code, fields },
      { status, headers: { 'content-type': 'application/problem+json', ...noStore } },
    )
  }
}
