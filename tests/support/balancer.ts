// A balancer as plain as they come: each TCP connection goes to the next node that takes it. It knows no cookies, no
// addresses and no paths, so nobody is ever sent to the same node twice but by chance.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Balancer = {
  port: number
  /** Ports of nodes, asked at every connection: nodes come and go. */
  nodes: number[]
  /** How many connections each port was given. */
  readonly given: Map<number, number>
  close(): Promise<void>
}

export async function startBalancer(nodes: number[]): Promise<Balancer> {
  const sockets = new Set<Socket>()
  const given = new Map<number, number>()
  let turn = 0
  const balancer: Balancer = {
    port: 0,
    nodes,
    given,
    close: async () => {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((done) => server.close(done))
    },
  }
  const pass = (client: Socket, triesLeft: number): void => {
    const port = balancer.nodes[turn++ % Math.max(1, balancer.nodes.length)]
    if (port === undefined || triesLeft === 0) return void client.destroy()
    const node = connect(port, '127.0.0.1')
    let isThrough = false
    sockets.add(node)
    node.once('connect', () => {
      isThrough = true
      given.set(port, (given.get(port) ?? 0) + 1)
      client.pipe(node).pipe(client)
    })
    node.on('error', () => {})
    node.once('close', () => {
      sockets.delete(node)
      if (isThrough || client.destroyed) client.destroy()
      else pass(client, triesLeft - 1)
    })
    client.once('close', () => node.destroy())
  }
  const server = createServer((client) => {
    sockets.add(client)
    client.on('error', () => {})
    client.once('close', () => sockets.delete(client))
    pass(client, balancer.nodes.length)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  balancer.port = (server.address() as AddressInfo).port
  return balancer
}
