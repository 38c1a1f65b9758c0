// A person's own data as one archive. Asked by a link: a post would leave the page without its file's name.
import { Readable } from 'node:stream'
import { download } from '@/app/download'
import { db } from '@/server/db'
import { dayIn } from '@/server/people/read-person'
import { exportOwnData } from '@/server/privacy/export'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, { ownPagesOnly: true }, async ({ person, locale, from, at }) => ({
    body: Readable.toWeb(await exportOwnData(db(), person, { locale, from }, at)) as ReadableStream,
    type: 'application/zip',
    fileName: `lianxi-${dayIn('UTC', at)}.zip`,
  }))
}
