// A sitting's minutes as a download. Asked by a link: a post would leave the page without its file's name.
import { download } from '@/app/download'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { MeetingId } from '@/server/ids'
import { exportMinutes, MinutesExport } from '@/server/paper/export'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ meetingId: string }> }

export function GET(request: Request, { params }: Context): Promise<Response> {
  return download(request, { ownPagesOnly: true }, async ({ person, query, locale, at }) => {
    const meetingId = MeetingId.safeParse((await params).meetingId)
    if (!meetingId.success) throw new AppError('not_found')
    return exportMinutes(db(), person, meetingId.data, { ...parseInput(MinutesExport, query), locale }, at)
  })
}
