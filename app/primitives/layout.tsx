import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function PrimitivesLayout({ children }: { children: ReactNode }) {
  return <Words of="primitives">{children}</Words>
}
