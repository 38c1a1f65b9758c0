import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function TopicsLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/topics">{children}</Words>
}
