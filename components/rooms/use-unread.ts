'use client'

import { useState } from 'react'
import type { RoomSnapshot } from '@/server/rooms/contract'

/** Messages of others since the chat was last looked at; what was there on entering counts as read. */
export function useUnread({ chat, me }: RoomSnapshot, isSeen: boolean): number {
  const last = chat.at(-1)?.id ?? null
  const [seen, setSeen] = useState(last)
  if (isSeen && seen !== last) setSeen(last)
  if (isSeen) return 0
  const from = chat.findIndex((message) => message.id === seen)
  return chat.slice(from + 1).filter((message) => message.seatId !== me.seatId).length
}
