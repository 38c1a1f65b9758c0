// A TCP proxy before Postgres that cuts, delays, swallows and loses answers. Listens on a free port of 127.0.0.1.
import { connect as dial, createServer, type Server, type Socket } from 'node:net'
import { random } from './form'

type Line = { near: Socket; far: Socket }

export class Proxy {
  /** Milliseconds each byte takes, each way. */
  delayMs = 0
  /** Answers that Postgres gave, and that never came, the line being cut instead: the outcome is unknown to who asked. */
  lost = 0
  private lossShare = 0
  private isSwallowing = false
  private readonly lines = new Set<Line>()
  private server: Server | null = null
  private port = 0
  private next = random(1)

  private constructor(private readonly target: URL) {}

  /** @param url of Postgres, on a unix socket or on TCP */
  static async before(url: string): Promise<Proxy> {
    const proxy = new Proxy(new URL(url))
    await proxy.heal()
    return proxy
  }

  /** The target's URL, by way of this proxy. */
  get url(): string {
    const url = new URL(this.target)
    url.searchParams.delete('host')
    url.hostname = '127.0.0.1'
    url.port = String(this.port)
    return url.href
  }

  private join(near: Socket): void {
    const folder = this.target.searchParams.get('host')
    const port = Number(this.target.port || 5432)
    const far = folder ? dial(`${folder}/.s.PGSQL.${port}`) : dial(port, this.target.hostname)
    const line = { near, far }
    this.lines.add(line)
    const end = () => {
      this.lines.delete(line)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
    near.on('data', (chunk) => this.pass(far, chunk))
    far.on('data', (chunk) => {
      // Never the handshake: who has not got in yet has asked nothing.
      if (this.lossShare > 0 && near.bytesWritten > 2_000 && this.next() < this.lossShare) {
        this.lost++
        return end()
      }
      this.pass(near, chunk)
    })
  }

  private pass(to: Socket, chunk: Buffer): void {
    if (this.isSwallowing) return
    if (this.delayMs > 0) setTimeout(() => to.writable && to.write(chunk), this.delayMs)
    else if (to.writable) to.write(chunk)
  }

  /** Ends every line there is; new ones are taken. */
  cut(): void {
    for (const { near, far } of this.lines) {
      near.destroy()
      far.destroy()
    }
  }

  /** Ends every line and listens no more. */
  async refuse(): Promise<void> {
    const { server } = this
    this.server = null
    this.cut()
    if (server) await new Promise((resolve) => server.close(resolve))
  }

  /** Lines stay open, new ones are taken, and nothing comes through: what a dead machine behind a switch looks like. */
  swallow(): void {
    this.isSwallowing = true
  }

  /** Each answer is lost, and its line cut, with this likelihood. */
  loseAnswers(likelihood: number, seed: number): void {
    this.lossShare = likelihood
    this.next = random(seed)
  }

  /** Everything passes again. What was swallowed stays swallowed: those lines are of no use any more. */
  async heal(): Promise<void> {
    if (this.isSwallowing) this.cut()
    this.isSwallowing = false
    this.lossShare = 0
    if (this.server) return
    const server = createServer((near) => this.join(near))
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(this.port, '127.0.0.1', () => resolve()),
    )
    this.port = (server.address() as { port: number }).port
    this.server = server
  }

  close = () => this.refuse()
}
