import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function VerifyLayout({ children }: { children: ReactNode }) {
  return <Words of="verify">{children}</Words>
}
