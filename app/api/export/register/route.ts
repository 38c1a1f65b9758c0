// The register as a table, for a spreadsheet. Asked by a link, so that the file has its name.
import { download } from '@/app/download'
import { db } from '@/server/db'
import { exportRegister } from '@/server/register/export'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, {}, async ({ person, locale }) => ({
    body: await exportRegister(db(), person, locale),
    type: 'text/csv; charset=utf-8',
    fileName: 'register.csv',
  }))
}
