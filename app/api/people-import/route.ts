// A spreadsheet of people comes in and is kept for its preview.
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { prepareImport } from '@/server/people-import/prepare'
import { requireActor } from '@/server/people/current-actor'
import { dayIn } from '@/server/people/read-person'
import { requireAccess } from '@/server/access'
import { isSameOrigin } from '@/server/same-origin'
import { answerWork } from '@/server/spreadsheets/answer'
import { readUpload } from '@/server/spreadsheets/read-upload'

export const dynamic = 'force-dynamic'

export async function POST(request: Request): Promise<Response> {
  return answerWork(request.headers, '/people/import', async () => {
    if (!isSameOrigin(request.headers)) throw new AppError('wrong_origin')
    const { person, county } = await requireActor()
    // Before the file is taken in: who may not import sends nothing.
    requireAccess(person, 'people.import', { kind: 'county', countyId: person.countyId })
    const upload = await readUpload(request)
    const at = clock.now()
    const id = await prepareImport(db(), person, upload, { today: dayIn(county.timeZone, at) }, at)
    return `/people/import/${id}`
  })
}
