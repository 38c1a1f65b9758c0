import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function DoorLayout({ children }: { children: ReactNode }) {
  return <Words of="(door)">{children}</Words>
}
