'use client'

import { useRef, type ReactNode } from 'react'
import { useRowKeys } from './use-row-keys'

const nothing = () => {}

/** The ledger's keys for whoever can choose nothing: from row to row, open, filter. */
export function LedgerKeys({ children }: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null)
  useRowKeys(root, nothing)
  return <div ref={root}>{children}</div>
}
