import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function MeetingsLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/meetings">{children}</Words>
}
