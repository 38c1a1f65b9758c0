'use client'

import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { io } from 'socket.io-client'
import type { RoomSnapshot } from '@/server/rooms/contract'
import { RoomLink, type RoomState, type SignalSocket } from './room-link'

export type RoomHandle = RoomState & Pick<RoomLink, 'send' | 'onReactions' | 'onMaterials' | 'leave'>

const RoomHandleContext = createContext<RoomHandle | null>(null)
export const RoomHandleProvider = RoomHandleContext.Provider

/** The room of this page: the newest snapshot and the way to send commands. */
export function useRoom(): RoomHandle {
  const handle = useContext(RoomHandleContext)
  if (!handle) throw new Error('useRoom outside of a room')
  return handle
}

/** Opens the room's signals for as long as the page shows it. */
export function useRoomLink(initial: RoomSnapshot): RoomHandle {
  const [link] = useState(() => new RoomLink({ initial, socket: openSocket(initial.meeting.id) }))
  useEffect(() => {
    link.start()
    const wake = () => {
      if (document.visibilityState === 'visible') link.wake()
    }
    window.addEventListener('online', wake)
    window.addEventListener('pageshow', wake)
    document.addEventListener('visibilitychange', wake)
    document.addEventListener('resume', wake)
    return () => {
      window.removeEventListener('online', wake)
      window.removeEventListener('pageshow', wake)
      document.removeEventListener('visibilitychange', wake)
      document.removeEventListener('resume', wake)
      link.stop()
    }
  }, [link])
  const state = useSyncExternalStore(link.subscribe, link.getState, link.getState)
  const { send, onReactions, onMaterials, leave } = link
  return { ...state, send, onReactions, onMaterials, leave }
}

/** For the first paint on the server, where nothing connects. */
const noSocket: SignalSocket = {
  connected: false,
  active: false,
  on: () => {},
  connect: () => {},
  disconnect: () => {},
  timeout: () => ({ emitWithAck: () => Promise.reject(new Error('no socket')) }),
}

function openSocket(meetingId: string): SignalSocket {
  if (typeof window === 'undefined') return noSocket
  return io('/rooms', {
    path: '/socket.io',
    transports: ['websocket'],
    auth: { meetingId },
    autoConnect: false,
    // A page that comes back to the same room must not be handed the socket of its former stay.
    forceNew: true,
    reconnectionDelay: 400,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
    timeout: 8000,
  }) as unknown as SignalSocket
}

/** The server's time, renewed every `everyMs`; one clock for all timers of a component. */
export function useServerNow(everyMs = 1000): number {
  const { skew, snapshot } = useRoom()
  // The first paint is told in the time of the snapshot, so that server and browser paint the same.
  const [now, setNow] = useState(() => Date.parse(snapshot.serverTime) - skew)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now + skew
}
