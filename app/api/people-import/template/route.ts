// The empty table to fill in, with the headings of the reader's language.
import { download } from '@/app/download'
import { requireAccess } from '@/server/access'
import { parseInput } from '@/server/forms/read-form'
import { makeTemplate } from '@/server/people-import/template'
import { TemplateQuery } from '@/server/spreadsheets/contract'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return download(request, {}, async ({ person, query, locale }) => {
    requireAccess(person, 'people.import', { kind: 'county', countyId: person.countyId })
    return makeTemplate(locale, parseInput(TemplateQuery, query).format)
  })
}
