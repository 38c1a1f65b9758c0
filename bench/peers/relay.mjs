// The floor: what one Node process with `ws` does when it does nothing else. No Yjs, no storage, no parsing; every message
// goes to all other sockets of the same path. Says its port when it listens.
import { WebSocketServer } from 'ws'

const rooms = new Map()
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.env.PORT),
  perMessageDeflate: false,
})
server.on('listening', () => process.stdout.write(`${server.address().port}\n`))
server.on('connection', (ws, req) => {
  const name = req.url.split('?')[0]
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room.add(ws))
  ws.on('message', (data) => {
    for (const other of room) if (other !== ws && other.readyState === ws.OPEN) other.send(data, { binary: true })
  })
  ws.on('error', () => {})
  ws.on('close', () => {
    room.delete(ws)
    if (room.size === 0 && rooms.get(name) === room) rooms.delete(name)
  })
})
