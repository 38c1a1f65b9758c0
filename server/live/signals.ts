// The sockets of the live rooms: socket.io, namespace /rooms, websocket only. Parses, asks who it is, calls one command,
// acknowledges, and passes on what the bus says, so that any number of nodes say the same to their own sockets; holds no
// state that a reconnect would miss. Rights are read from rows at every message, before anything is told of a change, and when
// a notice says that they may have ended; a socket that lost them is told why and closed.
import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { inArray } from 'drizzle-orm'
import type postgres from 'postgres'
import { Server, type Socket } from 'socket.io'
import { ZodError } from 'zod'
import { byName } from '@/db/by-name'
import { meetings } from '@/db/schema/meetings'
import { can, requireAccess, type SeatActor } from '@/server/access'
import { listen, type Notice } from '@/server/bus'
import { clock } from '@/server/clock'
import { holdOf, readCredentials, whoStillHolds, type Hold } from '@/server/credentials'
import { AppError, toAppError, type ErrorCode } from '@/server/errors'
import type { MeetingId, SessionId } from '@/server/ids'
import { log } from '@/server/log'
import { meetingThing } from '@/server/meetings/model'
import { noteUse } from '@/server/people/sessions'
import { roomCommands, RoomHandshake, type RoomCommand, type RoomSnapshot } from '@/server/rooms/contract'
import { whyDeviceEnded } from '@/server/rooms/add-device'
import { followChairs } from '@/server/rooms/follow-chair'
import { readRoomFor } from '@/server/rooms/read-room'
import { asAsker, readSeatsOfMeeting } from '@/server/rooms/read-seat'
import { Lines } from './lines'
import { enforceRights, MediaRooms } from './media-rooms'
import { makeBucket, type Bucket } from './rate'
import { Reactions } from './reactions'
import { runCommand } from './room-commands'
import { RoomNews } from './room-news'

export type SignalsOptions = {
  sql: postgres.Sql
  /** Origins of browsers that may connect. Programs send none. */
  origins: readonly string[] | ((origin: string) => boolean)
  /** Whether cookies carry the __Host- names: over https. Per request where one process serves both. */
  secure: boolean | ((request: IncomingMessage) => boolean)
  /** Milliseconds between two looks at who LiveKit has in live rooms. */
  reconcileMs?: number
  /** Milliseconds between two comparisons of the rooms' sequences with Postgres, for notices that were lost. */
  antiEntropyMs?: number
  /** Milliseconds in which the rights of everybody in every room are looked at once, without any notice. */
  lookMs?: number
}

export type Signals = {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
  stats(): { sockets: number; rooms: number; commands: number; refused: number }
}

type SeatSocketData = {
  seat: SeatActor
  hold: Hold | null
  /** What this socket was sent last. Null: it has read nothing. */
  sent: RoomSnapshot | null
  meetingId: MeetingId
  bucket: Bucket
  chat: Bucket
  reactions: Bucket
  overruns: number
  /** Commands that have no answer yet. */
  begun: Set<Promise<void>>
  isClosing: boolean
}
type SeatSocket = Socket<Record<string, never>, Record<string, never>, Record<string, never>, SeatSocketData>

const path = '/socket.io'
/** A socket that goes on after this many refusals for speed is a flood, not a fast finger. */
const maxOverruns = 200
/** Milliseconds that a socket to be closed waits for the answers to what it had begun. */
const lastAnswersMs = 1_000
/** Parts of the time in which every room has its turn. */
const looks = 30

export async function attachSignals(options: SignalsOptions): Promise<Signals> {
  const { sql, lookMs = 30_000 } = options
  const db = byName(sql)
  const counts = { commands: 0, refused: 0 }
  const running = new Set<Promise<void>>()
  // socket.io wants an http server to attach to; ours never listens, upgrades are handed over by live/upgrade.
  const io = new Server(createServer(), {
    path,
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: 64 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 8_000,
  })
  const rooms = io.of('/rooms')
  const lines = new Lines(db, 'room')
  const media = new MediaRooms(db)
  const secureOf = (request: IncomingMessage) =>
    typeof options.secure === 'function' ? options.secure(request) : options.secure

  /** The seat of this socket's credentials now. @throws the reason why there is none or it may not be in */
  const readHolderNow = async (socket: SeatSocket, meetingId: MeetingId) => {
    const { headers } = socket.request
    const secure = secureOf(socket.request)
    const credentials = await readCredentials(db, headers, meetingId, secure, clock.now())
    const { seat } = credentials
    if (!seat) throw new AppError(credentials.person ? 'not_allowed' : 'not_signed_in')
    requireAccess(seat, 'room.enter', meetingThing({ ...seat, id: seat.meetingId, state: seat.meetingState }))
    return { seat, hold: holdOf(credentials, headers, secure) }
  }
  const readSeatNow = async (socket: SeatSocket) => (await readHolderNow(socket, socket.data.meetingId)).seat

  rooms.use((socket, next) => {
    const handshake = RoomHandshake.safeParse(socket.handshake.auth)
    if (!handshake.success) return next(refusal('invalid_input'))
    const { meetingId } = handshake.data
    readHolderNow(socket as unknown as SeatSocket, meetingId).then(
      ({ seat, hold }) => {
        Object.assign(socket.data, {
          seat,
          hold,
          sent: null,
          meetingId,
          // A burst of 40 and 10 a second after it; chat is a slower talk.
          bucket: makeBucket(40, 10),
          chat: makeBucket(8, 1),
          reactions: makeBucket(4, 0.5),
          overruns: 0,
          begun: new Set(),
          isClosing: false,
        } satisfies SeatSocketData)
        next()
      },
      (error: unknown) => next(refusal(toldCode(error))),
    )
  })

  rooms.on('connection', (raw) => {
    const socket = raw as unknown as SeatSocket
    void raw.join(socket.data.meetingId)
    const line = lines.open(socket.data.seat)
    raw.conn.on('packet', () => line.heard())
    raw.once('disconnect', (reason) => line.end(reason.startsWith('client') || reason === 'transport close'))
    // A notice may have gone by between the handshake's look and joining: look once more.
    void recheck(socket)
    raw.onAny((name: string, ...args: unknown[]) => {
      const { begun } = socket.data
      const work = onCommand(socket, name, args).finally(() => {
        running.delete(work)
        begun.delete(work)
      })
      running.add(work)
      begun.add(work)
    })
  })

  async function onCommand(socket: SeatSocket, name: string, args: unknown[]) {
    const ack = args.at(-1)
    const answer = typeof ack === 'function' ? (ack as (value: unknown) => void) : () => {}
    if (!socket.connected || socket.data.isClosing) return
    counts.commands++
    try {
      const { bucket, chat, reactions: shown } = socket.data
      const slower = name === 'chat:send' ? chat : name === 'reaction:show' ? shown : null
      if (!bucket.take() || slower?.take() === false) {
        if (++socket.data.overruns > maxOverruns) closeSocket(socket, 'too_many_tries')
        throw new AppError('too_many_tries')
      }
      if (!Object.hasOwn(roomCommands, name)) throw new AppError('malformed')
      const payload = typeof args[0] === 'function' ? {} : args[0]
      const seat = await readSeatNow(socket)
      socket.data.seat = seat
      const command = name as RoomCommand
      if (command === 'room:read') answer({ ok: true, snapshot: await readFor(socket) })
      else answer({ ok: true, ...(await runCommand(db, seat, command, payload, clock.now())) })
    } catch (error) {
      counts.refused++
      answer({ ok: false, code: toldCode(error) })
    }
  }

  /**
   * Hears and asks nothing more from now on; what it had begun is answered before it is gone. The notice of an ended sitting may
   * be here sooner than Postgres' word to the very command that ended it.
   */
  function closeSocket(socket: SeatSocket, code: ErrorCode) {
    const { data } = socket
    if (data.isClosing) return
    data.isClosing = true
    void socket.leave(data.meetingId)
    const end = () => {
      ;(socket as unknown as Socket).emit('room:closed', { code })
      socket.disconnect(true)
    }
    if (data.begun.size === 0) return end()
    const late = new Promise((done) => setTimeout(done, lastAnswersMs).unref())
    void Promise.race([Promise.allSettled(data.begun), late]).then(end)
  }

  async function recheck(socket: SeatSocket) {
    try {
      const before = socket.data.seat
      const seat = await readSeatNow(socket)
      if (seat.seatId !== before.seatId) return closeSocket(socket, 'not_signed_in')
      socket.data.seat = seat
    } catch (error) {
      const code = toldCode(error)
      // The database is away, not the right: keep the line, the next look decides.
      if (code === 'internal') return
      const { seat } = socket.data
      const isLostDevice = code === 'not_signed_in' && seat.personId === null && seat.tokenId === null
      closeSocket(socket, isLostDevice ? await whyDeviceEnded(db, seat) : code)
    }
  }

  const sockets = () => [...rooms.sockets.values()] as unknown as SeatSocket[]
  const socketsOf = (meetingId: MeetingId) =>
    [...(rooms.adapter.rooms.get(meetingId) ?? [])].flatMap(
      (id) => rooms.sockets.get(id) ?? [],
    ) as unknown as SeatSocket[]

  /** Of one room, in two statements. Whoever is not plainly still in is asked alone, which also tells why. */
  async function recheckRoom(some: readonly SeatSocket[]) {
    const [first] = some
    if (!first) return
    const at = clock.now()
    const { countyId, meetingId } = first.data.seat
    const [seats, still] = await Promise.all([
      readSeatsOfMeeting(db, countyId, meetingId),
      whoStillHolds(
        db,
        some.map(({ data }) => data),
        at,
      ),
    ])
    const used = new Set<SessionId>()
    const rest: SeatSocket[] = []
    for (const socket of some) {
      const { seat: before, hold } = socket.data
      const seat = still.has(socket.data) ? asAsker(seats.get(before.seatId), before) : null
      if (!seat || !can(seat, 'room.enter', meetingThing({ ...seat, id: meetingId, state: seat.meetingState }))) {
        rest.push(socket)
        continue
      }
      socket.data.seat = seat
      if (hold?.by === 'session') used.add(hold.sessionId)
    }
    await noteUse(db, countyId, [...used], at)
    await Promise.all(rest.map(recheck))
  }

  const byRoom = (some: readonly SeatSocket[]) => {
    const rooms = new Map<MeetingId, SeatSocket[]>()
    for (const socket of some) {
      const { meetingId } = socket.data
      rooms.set(meetingId, [...(rooms.get(meetingId) ?? []), socket])
    }
    return [...rooms.values()]
  }

  /** Four rooms at a time: all at once would stand before every command in the queue for Postgres. */
  async function recheckAll() {
    const all = byRoom(sockets()).values()
    const oneByOne = async () => {
      for (const room of all) await recheckRoom(room.filter(({ connected }) => connected))
    }
    await Promise.all([oneByOne(), oneByOne(), oneByOne(), oneByOne()])
  }

  /** When the rights in a room here were last looked at, milliseconds of this process. */
  const lookedAt = new Map<MeetingId, number>()
  /**
   * Sessions and terms also end by the clock, without any notice. The rooms take turns, the one that waited longest first: three
   * thousand people at once would stand before every command.
   */
  async function recheckDue() {
    const now = performance.now()
    const here = new Set(sockets().map(({ data }) => data.meetingId))
    for (const id of lookedAt.keys()) if (!here.has(id)) lookedAt.delete(id)
    // Who comes in is looked at then.
    for (const id of here) if (!lookedAt.has(id)) lookedAt.set(id, now)
    const due = [...lookedAt].filter(([, at]) => now - at >= lookMs - lookMs / looks).sort((a, b) => a[1] - b[1])
    for (const [id] of due.slice(0, Math.ceil((1.5 * here.size) / looks))) {
      lookedAt.set(id, now)
      await recheckRoom(socketsOf(id))
    }
  }

  async function onAccess(notice: Notice & { kind: 'access' }) {
    const touched = sockets().filter(
      ({ data }) =>
        (notice.meetingId === undefined || notice.meetingId === data.meetingId) &&
        (notice.seatId === undefined || notice.seatId === data.seat.seatId) &&
        (notice.personId === undefined || notice.personId === data.seat.personId) &&
        (notice.seatId ?? notice.personId ?? notice.meetingId) !== undefined,
    )
    await Promise.all(touched.length > 3 ? byRoom(touched).map(recheckRoom) : touched.map(recheck))
    await enforceRights(db, notice)
  }

  const news = new RoomNews<SeatSocket>({
    say: (ids, message) => void rooms.to([...ids]).emit('room:changed', message),
    socketsOf,
    onRefused: (socket) => void recheck(socket),
    read: async (some) => {
      const at = clock.now()
      const alone = new Set<SeatSocketData>()
      for (const socket of some) if (socket.data.hold === null && (await isStillIn(socket))) alone.add(socket.data)
      const all = some.map(({ data }) => data)
      const { seq, views } = await readRoomFor(
        db,
        all,
        at,
        async (tx) => new Set([...alone, ...(await whoStillHolds(tx, all, at))]),
      )
      return { seq, views: new Map(some.map((socket) => [socket, views.get(socket.data)])) }
    },
  })

  /** Programs, and who has a session beside a guest's device: rare enough to be asked one by one. */
  const isStillIn = (socket: SeatSocket) =>
    readSeatNow(socket).then(
      ({ seatId }) => seatId === socket.data.seat.seatId,
      (error: unknown) => {
        if (toAppError(error).code === 'internal') throw error
        return false
      },
    )

  /** @throws why it may not be in */
  async function readFor(socket: SeatSocket): Promise<RoomSnapshot> {
    const view = await news.read(socket.data.meetingId, socket)
    if (view) return view
    // Its credentials ended meanwhile: the look at them alone says why.
    await readSeatNow(socket)
    throw new AppError('not_signed_in')
  }

  /** The newest sequence the sockets of a room here were told of. */
  const told = new Map<MeetingId, number>()
  function tellRoom(meetingId: MeetingId, seq: number, topic: (Notice & { kind: 'room' })['topic']) {
    if (!rooms.adapter.rooms.has(meetingId)) return
    told.set(meetingId, Math.max(seq, told.get(meetingId) ?? 0))
    news.tell(meetingId, seq, topic)
  }

  /** A sequence that nobody here heard of: its notice was lost, and whoever is behind reads again. */
  async function compareWithPostgres() {
    const here = [...new Set(sockets().map(({ data }) => data.meetingId))]
    for (const id of told.keys()) if (!here.includes(id)) told.delete(id)
    if (here.length === 0) return
    const rows = await db
      .select({ id: meetings.id, seq: meetings.signalSeq })
      .from(meetings)
      .where(inArray(meetings.id, here))
    for (const { id, seq } of rows) if (seq > (told.get(id) ?? 0)) tellRoom(id, seq, 'meeting')
  }

  const reactions = new Reactions((meetingId, shown) => rooms.to(meetingId).emit('room:reactions', { shown }))

  const onNotice = (notice: Notice) => {
    if (notice.kind === 'reaction') reactions.add(notice)
    else if (notice.kind === 'room') tellRoom(notice.meetingId, notice.seq, notice.topic)
    else if (notice.kind === 'materials') rooms.to(notice.meetingId).emit('room:materials')
    else if (notice.kind === 'access') {
      onAccess(notice).catch((error: unknown) => log.warn({ error: String(error) }, 'signals: rights not enforced'))
    }
  }

  const quietly = (work: () => Promise<unknown>) => {
    work().catch((error: unknown) => log.debug({ error: String(error) }, 'signals: postgres or livekit did not answer'))
  }

  const unlisten = await listen(sql, onNotice, () => {
    // Notices may have been lost: everybody is asked again, and everybody reads again (a sequence of 0 means "read").
    quietly(recheckAll)
    rooms.emit('room:changed', { seq: 0, topic: 'meeting' })
    rooms.emit('room:materials')
    quietly(() => media.reconcile())
  })
  let isReconciling = false
  const chairs = setInterval(() => quietly(() => followChairs(db, clock.now())), 2_000)
  chairs.unref()
  const timer = setInterval(() => {
    if (isReconciling) return
    isReconciling = true
    quietly(() => media.reconcile().finally(() => (isReconciling = false)))
  }, options.reconcileMs ?? 1_000)
  let isLooking = false
  const looking = setInterval(() => {
    if (isLooking) return
    isLooking = true
    quietly(() => recheckDue().finally(() => (isLooking = false)))
  }, lookMs / looks)
  const comparing = setInterval(() => quietly(compareWithPostgres), options.antiEntropyMs ?? 5_000)
  timer.unref()
  comparing.unref()
  looking.unref()

  return {
    handleUpgrade(request, socket, head) {
      const { origin } = request.headers
      const isOurs =
        origin === undefined ||
        (typeof options.origins === 'function' ? options.origins(origin) : options.origins.includes(origin))
      if (!isOurs) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      // engine.io types its own request class on top of node's; it makes the difference itself.
      io.engine.handleUpgrade(request as never, socket, head)
    },
    async close() {
      clearInterval(timer)
      clearInterval(chairs)
      clearInterval(comparing)
      clearInterval(looking)
      await unlisten()
      reactions.close()
      rooms.disconnectSockets(true)
      // What was begun is finished: its row is written or it is not, never half way through a closing pool.
      await Promise.allSettled(running)
      await news.close()
      await lines.close()
      await io.close()
    },
    stats: () => ({
      sockets: rooms.sockets.size,
      rooms: rooms.adapter.rooms.size - rooms.adapter.sids.size,
      ...counts,
    }),
  }
}

/** What the client is told; what we did not expect is logged, not told. */
function toldCode(error: unknown): ErrorCode {
  if (error instanceof ZodError) return 'invalid_input'
  const known = toAppError(error)
  if (known.code === 'internal') log.error({ error: String(known.cause) }, 'signals: command failed')
  return known.code
}

/** socket.io sends `data` with connect_error. */
const refusal = (code: ErrorCode) => Object.assign(new Error(code), { data: { code } })
