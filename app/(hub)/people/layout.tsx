import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function PeopleLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/people">{children}</Words>
}
