import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError, errorTable, toAppError } from '@/server/errors'
import { log } from '@/server/log'
import { maxWebhookBytes, receiveWebhook } from '@/server/rooms/receive-webhook'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

export async function POST(request: Request): Promise<Response> {
  try {
    if (Number(request.headers.get('content-length') ?? 0) > maxWebhookBytes) throw new AppError('too_large')
    const body = await request.text()
    if (body.length > maxWebhookBytes) throw new AppError('too_large')
    await receiveWebhook(db(), body, request.headers.get('authorization'), clock.now())
    return new Response(null, { status: 200 })
  } catch (error) {
    const { code, cause } = toAppError(error)
    if (code === 'internal') log.error({ error: String(cause) }, 'livekit: webhook failed')
    return Response.json(
      { type: 'about:blank', title: code, code, status: errorTable[code].http },
      { status: errorTable[code].http, headers: { 'content-type': 'application/problem+json' } },
    )
  }
}
