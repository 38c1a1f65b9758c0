// What the ledger shows, as a file: the address says the same as the page's. Asked by a link, so that the file has its name.
import { download } from '@/app/download'
import { exportLedger, LedgerExport } from '@/server/action-items/export'
import { db } from '@/server/db'
import { parseInput } from '@/server/forms/read-form'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, { ownPagesOnly: true }, ({ person, query, locale, at, onProgress, signal }) =>
    exportLedger(db(), person, { ...parseInput(LedgerExport, query), locale }, at, onProgress, signal),
  )
}
