// A previewed file is stored, with its progress.
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { confirmImport } from '@/server/people-import/confirm'
import { BatchParam } from '@/server/people-import/contract'
import { requireActor } from '@/server/people/current-actor'
import { isSameOrigin } from '@/server/same-origin'
import { answerWork } from '@/server/spreadsheets/answer'

export const dynamic = 'force-dynamic'

export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const asked = BatchParam.safeParse(await params)
  const here = asked.success ? `/people/import/${asked.data.id}` : '/people/import'
  return answerWork(request.headers, here, async (say) => {
    if (!isSameOrigin(request.headers)) throw new AppError('wrong_origin')
    const { person } = await requireActor()
    if (!asked.success) throw new AppError('not_found')
    await confirmImport(db(), person, asked.data.id, clock.now(), (done, total) => say({ done, total }))
    return here
  })
}
