// The two ports. They are taken first of all, so that a taken one is told before anything else was started; until the house
// stands they answer that it is starting.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { StartError, type Env } from '@/server/env'
import { log } from '@/server/log'

export type Handlers = {
  request(req: IncomingMessage, res: ServerResponse, way: { secure: boolean }): Promise<void>
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, way: { secure: boolean }): void
}

type Certificate = { cert: string; key: string }

export async function listenOn(env: Pick<Env, 'PORT' | 'HTTPS_PORT' | 'HOST'>, { cert, key }: Certificate) {
  let handlers: Handlers | null = null
  const onRequest =
    (secure: boolean): RequestListener =>
    (req, res) => {
      if (!handlers) return answerStarting(req, res)
      handlers.request(req, res, { secure }).catch((error: unknown) => {
        log.error({ error: String((error as Error)?.stack ?? error) }, 'a request failed')
        if (!res.headersSent) res.writeHead(500, { 'content-type': 'application/problem+json' })
        res.end(JSON.stringify({ status: 500, code: 'internal' }))
      })
    }
  const plain = createServer(onRequest(false))
  const tls = makeTls(cert, key, onRequest(true))
  for (const [server, secure] of [
    [plain, false],
    [tls, true],
  ] as const) {
    server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (handlers) handlers.upgrade(req, socket, head, { secure })
      else
        socket.end(
          'HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
        )
    })
    // A phone that does not trust the certificate breaks the handshake off: no event of ours.
    server.on('tlsClientError', (_error: Error, socket: Duplex) => socket.destroy())
  }
  const http = await bind(plain, env.PORT, env.HOST, 'PORT')
  const https = await bind(tls, env.HTTPS_PORT, env.HOST, 'HTTPS_PORT').catch(async (error: unknown) => {
    await close(plain)
    throw error
  })
  return {
    ports: { http, https },
    open: (given: Handlers) => void (handlers = given),
    /** No new connections from now on; resolves when the requests under way are answered, at most 3 s later. */
    close: () => Promise.all([close(plain), close(tls)]).then(() => undefined),
  }
}

function makeTls(cert: string, key: string, onRequest: RequestListener) {
  try {
    return createTlsServer({ cert, key }, onRequest)
  } catch (error) {
    throw new StartError(
      `TLS_CERT and TLS_KEY do not fit: ${(error as Error).message.split('\n')[0]}; accepted: a PEM certificate and its key.`,
    )
  }
}

function answerStarting(req: IncomingMessage, res: ServerResponse): void {
  const isUp = req.url === '/healthz'
  res.writeHead(isUp ? 200 : 503, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'retry-after': '1',
  })
  res.end(JSON.stringify({ status: isUp ? 'ok' : 'starting' }))
}

type AnyServer = Server | ReturnType<typeof createTlsServer>

const bind = (server: AnyServer, port: number, host: string, name: string) =>
  new Promise<number>((done, fail) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `is taken by another program. Set ${name} to a free port.`,
        EACCES: `may not be used by this account. Set ${name} to a port above 1023.`,
        EADDRNOTAVAIL: `cannot be used: HOST "${host}" is no address of this machine.`,
        ENOTFOUND: `cannot be used: HOST "${host}" is no address of this machine.`,
      }
      fail(new StartError(`${name} ${port} ${why[error.code ?? ''] ?? `cannot be used (${error.code}).`}`))
    }
    server.once('error', refuse)
    server.listen(port, host, () => {
      server.off('error', refuse)
      server.on('error', (error) => log.error({ error: String(error) }, 'listening'))
      done((server.address() as { port: number }).port)
    })
  })

const close = (server: AnyServer) =>
  new Promise<void>((done) => {
    server.close(() => done())
    server.closeIdleConnections()
    // Browsers keep connections open; upgraded sockets are not counted here, their owners close them.
    setTimeout(() => server.closeAllConnections(), 3000).unref()
  })
