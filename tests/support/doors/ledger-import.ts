// A ledger that was kept in a spreadsheet. The routes answer line by line, with 200: a refusal is a line.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { LedgerImportId, type PersonId } from '@/server/ids'
import { link, placeless, shown, type Doors } from './door'
import type { Place } from './place'

const item = (place: Place) => ({
  ...{ row: 2, title: `排查${crypto.randomUUID()}`, deliverable: '', lead: place.name.unit, assisting: '', owner: '' },
  ...{ dueOn: null, state: 'todo', percent: 0, priority: 'normal', tags: [], remark: '', source: '', number: '' },
  parentRow: null,
})
const findings = { understood: { headRow: 1, columns: [], ignored: [], skipped: [] }, problems: [], known: [] }

async function makeImport(db: Db, place: Place, byId: PersonId = place.stranger.personId): Promise<LedgerImportId> {
  const id = LedgerImportId.parse(crypto.randomUUID())
  const counts = { rows: 1, newItems: 1, knownItems: 0, closed: 0 }
  await db.execute(raw`insert into ledger_imports
    (county_id, id, body_id, by_id, file_name, state, rows, findings, counts, created_at, expires_at)
    values (${place.countyId}, ${id}, ${place.bodyId}, ${byId}, ${place.name.file}, 'ready',
      ${JSON.stringify([item(place)])}::text::jsonb, ${JSON.stringify(findings)}::text::jsonb,
      ${JSON.stringify(counts)}::text::jsonb, now(), now() + interval '1 day')`)
  return id
}

const lines = { accept: 'application/x-ndjson' }

export const ledgerImport: Doors = {
  pages: {
    '/ledger-import': shown(
      'action-item.import',
      async (place, db) => {
        await makeImport(db, place)
        return '/ledger-import'
      },
      'file',
    ),
    '/ledger-import/[importId]': shown(
      'action-item.import',
      async (place, db) => `/ledger-import/${await makeImport(db, place)}`,
      'file',
    ),
  },
  routes: {
    '/api/ledger-import/template': link('county.read', '/api/ledger-import/template?format=csv'),
    '/api/ledger-import': {
      row: 'action-item.import',
      ask: (place) => {
        const body = new FormData()
        body.set('bodyId', place.bodyId)
        body.set('file', new Blob([`任务,牵头单位\n排查,${place.name.unit}\n`]), 'ledger.csv')
        return { path: '/api/ledger-import', init: { method: 'POST', headers: lines, body } }
      },
    },
    '/api/ledger-import/[id]': {
      row: 'action-item.import',
      ask: async (place, db) => ({
        path: `/api/ledger-import/${await makeImport(db, place)}`,
        init: { method: 'POST', headers: lines },
      }),
    },
  },
  // Of what one brought oneself alone.
  actions: {
    takeBackImportAction: placeless('signed in', '/ledger-import', () => ({ id: crypto.randomUUID() })),
  },
}
