// A report as a download. Asked by a link: a post would leave the page without its file's name.
import { download } from '@/app/download'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { ReportId } from '@/server/ids'
import { ReportExport } from '@/server/reports/contract'
import { exportReport } from '@/server/reports/export'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ reportId: string }> }

export function GET(request: Request, { params }: Context): Promise<Response> {
  return download(request, { ownPagesOnly: true }, async ({ person, query, at }) => {
    const reportId = ReportId.safeParse((await params).reportId)
    if (!reportId.success) throw new AppError('not_found')
    return exportReport(db(), person, reportId.data, parseInput(ReportExport, query).format, at)
  })
}
