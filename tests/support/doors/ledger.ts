// The ledger as a whole: several items at once, and views kept under a name.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { LedgerViewId } from '@/server/ids'
import { about, placeless, type Doors } from './door'
import { makeItem, type Place } from './place'

const page = '/action-items?view=all'
const ledger = () => page
const name = () => `视图${crypto.randomUUID().slice(0, 8)}`

async function someView(db: Db, { countyId, bodyId }: Place): Promise<LedgerViewId> {
  const id = LedgerViewId.parse(crypto.randomUUID())
  await db.execute(raw`insert into ledger_views (county_id, id, body_id, name, query, created_at)
    values (${countyId}, ${id}, ${bodyId}, ${name()}, 'view=late', now())`)
  return id
}

export const ledgers: Doors = {
  actions: {
    changeSeveralAction: about('action-item.label: led by another unit', ledger, async (place, db) => ({
      item: `${await makeItem(db, place, place.unit.department)}:0`,
      verb: 'label',
      priority: 'high',
      onceKey: crypto.randomUUID(),
    })),
    // Of what one did oneself alone.
    takeBackSeveralAction: placeless('signed in', page, () => ({ item: `${crypto.randomUUID()}:1` })),
    keepViewAction: placeless('ledger-view.own', page, () => ({ name: name(), bodyId: '', query: 'view=late' })),
    renameViewAction: about('ledger-view.manage', ledger, async (place, db) => ({
      id: await someView(db, place),
      name: name(),
    })),
    removeViewAction: about('ledger-view.manage', ledger, async (place, db) => ({ id: await someView(db, place) })),
  },
}
