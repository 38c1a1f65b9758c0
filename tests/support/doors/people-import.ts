// Units, people and offices from a spreadsheet. These routes answer line by line, with 200: a refusal is a line.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { ImportBatchId } from '@/server/ids'
import { link, shown, type Doors } from './door'
import type { Place } from './place'

/** Of a file without a row: nothing comes of confirming it. */
async function makeBatch(db: Db, { countyId, stranger, name }: Place): Promise<ImportBatchId> {
  const id = ImportBatchId.parse(crypto.randomUUID())
  const counts = { rows: 0, newPeople: 0, knownPeople: 0, newUnits: 0, newMemberships: 0, knownMemberships: 0 }
  await db.execute(raw`insert into import_batches
    (county_id, id, by_id, file_name, state, rows, problems, counts, created_at, expires_at)
    values (${countyId}, ${id}, ${stranger.personId}, ${name.file}, 'ready', '{"people":[],"places":[]}',
      '{"list":[],"ignored":[]}', ${JSON.stringify(counts)}::text::jsonb, now(), now() + interval '1 day')`)
  return id
}

const lines = { accept: 'application/x-ndjson' }

export const peopleImport: Doors = {
  pages: {
    '/people/import': shown(
      'people.import',
      async (place, db) => {
        await makeBatch(db, place)
        return '/people/import'
      },
      'file',
    ),
    '/people/import/[batchId]': shown(
      'people.import',
      async (place, db) => `/people/import/${await makeBatch(db, place)}`,
      'file',
    ),
  },
  routes: {
    '/api/people-import/template': link('people.import', '/api/people-import/template?format=csv'),
    '/api/people-import': {
      row: 'people.import',
      isPlaceless: true,
      ask: () => {
        const body = new FormData()
        body.set('file', new Blob([`姓名,用户名\n王芳,u${crypto.randomUUID().slice(0, 8)}\n`]), 'people.csv')
        return { path: '/api/people-import', init: { method: 'POST', headers: lines, body } }
      },
    },
    '/api/people-import/[id]': {
      row: 'people.import',
      ask: async (place, db) => ({
        path: `/api/people-import/${await makeBatch(db, place)}`,
        init: { method: 'POST', headers: lines },
      }),
    },
  },
}
