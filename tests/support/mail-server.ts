// A mail server that keeps what it is given. Real SMTP on a free port of this machine, nothing leaves it.
import type { Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string; text: string; messageId: string; whole: string }

export async function startMailServer(port = 0) {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  let lines = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const whole = Buffer.concat(parts).toString()
        const messageId = /^message-id: *(\S+)/im.exec(whole)?.[1] ?? ''
        for (const { address } of session.envelope.rcptTo)
          received.push({ to: address, text: decode(whole), messageId, whole })
        done()
      })
    },
  })
  server.server.on('connection', (socket: Socket) => {
    lines++
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const at = (server.server.address() as { port: number }).port
  return {
    url: `smtp://127.0.0.1:${at}`,
    port: at,
    received,
    /** Lines there have been. */
    lines: () => lines,
    open: () => sockets.size,
    cut: () => sockets.forEach((socket) => socket.destroy()),
    stop: () => new Promise<void>((done) => server.close(() => done())),
  }
}

/** The body, whichever of the three encodings a mailer chose for it. */
function decode(message: string): string {
  const [head = '', ...body] = message.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
  if (!/transfer-encoding: quoted-printable/i.test(head)) return text
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
