import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function BodiesLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/bodies">{children}</Words>
}
