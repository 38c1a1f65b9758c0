import type { ReactNode } from 'react'
import { Words, wordsOfRoom } from '@/app/words'

export default function RoomLayout({ children }: { children: ReactNode }) {
  return <Words only={wordsOfRoom}>{children}</Words>
}
