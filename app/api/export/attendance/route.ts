// Who was at a sitting, as a download. Asked by a link: a post would leave the page without its file's name.
import { download } from '@/app/download'
import { AttendanceExport } from '@/server/attendance/contract'
import { exportAttendance } from '@/server/attendance/export'
import { db } from '@/server/db'
import { parseInput } from '@/server/forms/read-form'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, {}, ({ person, query, locale, at }) =>
    exportAttendance(db(), person, { ...parseInput(AttendanceExport, query), locale, at }),
  )
}
