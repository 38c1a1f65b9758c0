// A ledger kept in a spreadsheet comes in and is kept for its preview.
import { can, requireAccess } from '@/server/access'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { parseInput } from '@/server/forms/read-form'
import { UploadForm } from '@/server/ledger-import/contract'
import { prepareImport } from '@/server/ledger-import/prepare'
import { requireActor } from '@/server/people/current-actor'
import { isSameOrigin } from '@/server/same-origin'
import { answerWork } from '@/server/spreadsheets/answer'
import { readUpload } from '@/server/spreadsheets/read-upload'

export const dynamic = 'force-dynamic'

export async function POST(request: Request): Promise<Response> {
  return answerWork(request.headers, '/ledger-import', async () => {
    if (!isSameOrigin(request.headers)) throw new AppError('wrong_origin')
    const { person } = await requireActor()
    const { countyId } = person
    // Before the file is taken in: who may import nowhere sends nothing.
    if (!person.memberships.some(({ bodyId }) => can(person, 'action-item.import', { kind: 'body', countyId, bodyId })))
      throw new AppError('not_allowed')
    const { fileName, bytes, form } = await readUpload(request)
    const { bodyId } = parseInput(UploadForm, { bodyId: form.get('bodyId') })
    requireAccess(person, 'action-item.import', { kind: 'body', countyId, bodyId })
    return `/ledger-import/${await prepareImport(db(), person, bodyId, { fileName, bytes }, clock.now())}`
  })
}
