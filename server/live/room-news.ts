// What every page of a room is sent after a change: of each room here one reading at a time, for all of its sockets together,
// and one more that waits for whatever comes meanwhile. What a socket was sent last is kept, and what it is sent next is the
// difference to it, made from a view that its own rights make of one instant. Decision 031 says why that is safe.
import type { AppError } from '@/server/errors'
import type { MeetingId } from '@/server/ids'
import { log } from '@/server/log'
import type { RoomChanged, RoomSnapshot } from '@/server/rooms/contract'
import { PatchMaker } from '@/server/rooms/patch/model'

type Topic = RoomChanged['topic']
type Reader = { resolve: (view: RoomSnapshot | null) => void; reject: (error: unknown) => void }
type Room<S> = {
  isReading: boolean
  /** The newest that was heard of and not yet told; null: nothing. */
  due: { seq: number; topic: Topic } | null
  readers: Map<S, Reader[]>
}

type View = RoomSnapshot | AppError | undefined
/** `sent`: what this socket was sent last; null while it has read nothing. */
type NewsSocket = { id: string; data: { sent: RoomSnapshot | null } }

type Options<S> = {
  say: (ids: readonly string[], message: RoomChanged) => void
  socketsOf: (meetingId: MeetingId) => S[]
  /** Views of one instant; who may not be in has an error, whose credentials have ended has nothing. */
  read: (sockets: readonly S[]) => Promise<{ seq: number; views: ReadonlyMap<S, View> }>
  /** Somebody may no longer be in. */
  onRefused: (socket: S) => void
}

const nothing = { seq: 0, views: new Map<never, View>() }

export class RoomNews<S extends NewsSocket> {
  readonly #rooms = new Map<MeetingId, Room<S>>()
  readonly #running = new Set<Promise<void>>()
  readonly #partIds = new WeakMap<object, number>()
  #lastId = 0

  constructor(private readonly options: Options<S>) {}

  /** Something changed. */
  tell(meetingId: MeetingId, seq: number, topic: Topic): void {
    const room = this.#roomOf(meetingId)
    if (seq >= (room.due?.seq ?? 0)) room.due = { seq, topic }
    this.#start(meetingId, room)
  }

  /**
   * The whole room; from now on this socket is told the changes to it. Null: its credentials have ended.
   * @throws why the seat may not be in
   */
  read(meetingId: MeetingId, socket: S): Promise<RoomSnapshot | null> {
    const room = this.#roomOf(meetingId)
    return new Promise((resolve, reject) => {
      room.readers.set(socket, [...(room.readers.get(socket) ?? []), { resolve, reject }])
      this.#start(meetingId, room)
    })
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  #roomOf(meetingId: MeetingId): Room<S> {
    const room = this.#rooms.get(meetingId) ?? { isReading: false, due: null, readers: new Map() }
    this.#rooms.set(meetingId, room)
    return room
  }

  #start(meetingId: MeetingId, room: Room<S>): void {
    if (room.isReading) return
    room.isReading = true
    const work = this.#run(meetingId, room).finally(() => {
      room.isReading = false
      this.#running.delete(work)
      if (room.due || room.readers.size > 0) return this.#start(meetingId, room)
      this.#rooms.delete(meetingId)
    })
    this.#running.add(work)
  }

  async #run(meetingId: MeetingId, room: Room<S>): Promise<void> {
    // Whoever asks in the same moment is answered by the same reading.
    await Promise.resolve()
    const { due, readers } = room
    room.due = null
    room.readers = new Map()
    const following = due ? this.options.socketsOf(meetingId).filter(({ data }) => data.sent !== null) : []
    const asked = new Set([...readers.keys(), ...following])
    try {
      const { seq, views } = asked.size > 0 ? await this.options.read([...asked]) : nothing
      for (const [socket, waiting] of readers) this.#answer(socket, waiting, views.get(socket))
      if (due) this.#publish(meetingId, { seq: Math.max(seq, due.seq), topic: due.topic }, views, asked)
    } catch (error) {
      for (const waiting of readers.values()) for (const { reject } of waiting) reject(error)
      if (!due) return
      log.debug({ error: String(error) }, 'signals: a room was not read for its pages')
      // They hear that something changed and ask by themselves.
      const ids = this.options.socketsOf(meetingId).map(({ id }) => id)
      this.options.say(ids, due)
    }
  }

  #publish(meetingId: MeetingId, told: RoomChanged, views: ReadonlyMap<S, View>, asked: ReadonlySet<S>): void {
    const { say, onRefused, socketsOf } = this.options
    const maker = new PatchMaker()
    const groups = new Map<string, { ids: string[]; message: RoomChanged }>()
    const put = (key: string, message: RoomChanged, { id }: S) => {
      const group = groups.get(key) ?? { ids: [], message }
      groups.set(key, group)
      group.ids.push(id)
    }
    for (const socket of socketsOf(meetingId)) {
      const { sent } = socket.data
      const view = views.get(socket)
      if (view instanceof Error || (view === undefined && asked.has(socket))) onRefused(socket)
      else if (view === undefined || sent === null) put('', told, socket)
      else {
        const patch = maker.between(sent, view)
        socket.data.sent = view
        if (patch) put(this.#keyOf(patch), { seq: view.seq, topic: told.topic, patch }, socket)
      }
    }
    // One message is put into bytes once, however many get it.
    for (const { ids, message } of groups.values()) say(ids, message)
  }

  /** Patches of one maker that are alike have the same parts, as objects. */
  #keyOf({ from, serverTime: _, ...parts }: NonNullable<RoomChanged['patch']>): string {
    const idOf = (part: object) => {
      const id = this.#partIds.get(part) ?? ++this.#lastId
      this.#partIds.set(part, id)
      return id
    }
    return `${from} ${Object.values(parts)
      .map((part) => (typeof part === 'string' ? part : idOf(part)))
      .join(' ')}`
  }

  #answer(socket: S, waiting: readonly Reader[], view: View): void {
    if (view instanceof Error) for (const { reject } of waiting) reject(view)
    else {
      if (view) socket.data.sent = view
      for (const { resolve } of waiting) resolve(view ?? null)
    }
  }
}
