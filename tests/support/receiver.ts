// Somebody else's system: a real HTTP server that keeps what it was sent and answers as the test says.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'

export type Heard = { headers: IncomingHttpHeaders; body: string; path: string }

export type Receiver = {
  url: string
  port: number
  heard: Heard[]
  /** What it does from now on; the default takes everything. */
  answer: (heard: Heard, response: ServerResponse) => void
  close(): Promise<void>
  /** After `close`: at the same port. */
  again(): Promise<void>
}

const take = (_: Heard, response: ServerResponse) => void response.writeHead(204).end()

export async function startReceiver(): Promise<Receiver> {
  let server: Server
  const receiver: Receiver = {
    url: '',
    port: 0,
    heard: [],
    answer: take,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
    again: async () => {
      server = createServer((request, response) => {
        const parts: Buffer[] = []
        request.on('data', (part: Buffer) => parts.push(part))
        request.on('end', () => {
          const heard = { headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url ?? '' }
          receiver.heard.push(heard)
          receiver.answer(heard, response)
        })
      })
      await new Promise<void>((done) => server.listen(receiver.port, '127.0.0.1', done))
      receiver.port = (server.address() as { port: number }).port
      receiver.url = `http://127.0.0.1:${receiver.port}/hook`
    },
  }
  await receiver.again()
  return receiver
}
