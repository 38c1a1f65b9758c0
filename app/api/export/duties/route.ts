// The duties matrix as a download. Asked by a link: a post would leave the page without its file's name.
import { download } from '@/app/download'
import { db } from '@/server/db'
import { DutyExport } from '@/server/duties/contract'
import { exportDuties } from '@/server/duties/export'
import { parseInput } from '@/server/forms/read-form'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, {}, ({ person, query, locale }) =>
    exportDuties(db(), person, { ...parseInput(DutyExport, query), locale }),
  )
}
