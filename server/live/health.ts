// /healthz, /readyz and /metrics: answered before Next, without a session, without secrets.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pendingMigrations } from '@/server/embedded/migrate'
import { runtime } from '@/server/env'
import { sameSecret } from '@/server/secrets'
import type { House } from './main'

type Part = 'ok' | 'down' | 'degraded'

export async function handleHealth(
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
  house: House,
): Promise<boolean> {
  switch (url.pathname) {
    case '/healthz':
      answer(res, 200, { status: 'ok' })
      return true
    case '/readyz': {
      const parts = await readParts(house)
      const wanted = url.searchParams.getAll('require').includes('livekit')
      // A balancer sends nobody here any more once the stop has begun.
      const isReady =
        !house.isStopping && parts.database === 'ok' && parts.migrations === 'ok' && (!wanted || parts.livekit === 'ok')
      answer(res, isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', ...parts })
      return true
    }
    case '/metrics': {
      const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? ''
      if (!sameSecret(token, runtime().metricsToken))
        answer(res, 401, { status: 401, code: 'not_signed_in' }, 'application/problem+json')
      else {
        res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' })
        res.end(metrics(house))
      }
      return true
    }
    default:
      return false
  }
}

type Parts = { database: Part; migrations: Part; livekit: Part; redis?: Part; imap?: Part }

export async function readParts({ sql, nodes, answers }: Pick<House, 'sql' | 'nodes' | 'answers'>): Promise<Parts> {
  const others: Pick<Parts, 'livekit' | 'redis' | 'imap'> = {
    livekit: runtime().livekit ? 'ok' : 'degraded',
    ...(nodes && { redis: nodes.isUp ? 'ok' : 'degraded' }),
    ...(answers && { imap: answers.state() === 'away' ? 'degraded' : 'ok' }),
  }
  try {
    const pending = await pendingMigrations(sql)
    return { database: 'ok', migrations: pending === 0 ? 'ok' : 'down', ...others }
  } catch {
    return { database: 'down', migrations: 'down', ...others }
  }
}

function answer(res: ServerResponse, status: number, body: object, type = 'application/json'): void {
  res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  res.end(JSON.stringify(body))
}

function metrics({ minutes, signals, nodes, answers }: House): string {
  const memory = process.memoryUsage()
  const cpu = process.cpuUsage()
  const flat: Record<string, number> = {
    lianxi_up_seconds: process.uptime(),
    lianxi_cpu_seconds_total: (cpu.user + cpu.system) / 1e6,
    lianxi_resident_bytes: memory.rss,
    lianxi_heap_used_bytes: memory.heapUsed,
    lianxi_livekit_ready: runtime().livekit ? 1 : 0,
    ...(nodes && { lianxi_redis_ready: nodes.isUp ? 1 : 0, lianxi_nodes_heard: nodes.heard }),
    ...(answers && { lianxi_imap_ready: answers.state() === 'away' ? 0 : 1, lianxi_answers_read: answers.read() }),
  }
  for (const [part, stats] of Object.entries({ minutes: minutes.stats(), signals: signals.stats() })) {
    for (const [name, value] of Object.entries(stats)) {
      if (typeof value === 'number')
        flat[`lianxi_${part}_${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`] = value
    }
  }
  return Object.entries(flat)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('')
}
