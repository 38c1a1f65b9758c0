import type { ReactNode } from 'react'

/** The ledger, and beside it the item that was opened from it. */
export default function LedgerLayout({ children, sheet }: { children: ReactNode; sheet: ReactNode }) {
  return (
    <>
      {children}
      {sheet}
    </>
  )
}
