import type { ReactNode } from 'react'
import { Words } from '@/app/words'

/** The ledger, and beside it the item that was opened from it. */
export default function LedgerLayout({ children, sheet }: { children: ReactNode; sheet: ReactNode }) {
  return (
    <Words of="(hub)/action-items">
      {children}
      {sheet}
    </Words>
  )
}
