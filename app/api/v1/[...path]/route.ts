import { answerApi } from '@/server/api/answer'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { shareOrigin } from '@/server/origin'

export const dynamic = 'force-dynamic'

/** For programs, with a person's token (server/api/operations.ts). */
export async function GET(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  return answerApi(db(), request, `/${(await params).path.join('/')}`, shareOrigin(), clock.now())
}
