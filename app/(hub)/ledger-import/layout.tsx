import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function LedgerImportLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/ledger-import">{children}</Words>
}
