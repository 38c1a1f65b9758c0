import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function RoomLayout({ children }: { children: ReactNode }) {
  return <Words of="rooms">{children}</Words>
}
