// Where other systems are told what happened.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { PersonActor } from '@/server/access'
import type { WebhookId } from '@/server/ids'
import { makeWebhook } from '@/server/webhooks/set-webhook'
import { at } from '../room'
import { about, placeless, type Doors } from './door'
import type { Place } from './place'

const address = { name: '政务平台', url: 'https://example.org/hook', kinds: ['meeting.planned' as const] }

const made = new Map<string, Promise<WebhookId>>()

/** One for each place, since a county has only so many. */
function make(db: Db, place: Place): Promise<WebhookId> {
  const known = made.get(place.bodyId) ?? makeNew(db, place, address.name)
  made.set(place.bodyId, known)
  return known
}

async function makeNew(db: Db, { countyId, stranger }: Place, name: string): Promise<WebhookId> {
  const manager: PersonActor = { ...stranger, countyId, adminRoles: ['system'] }
  return (await makeWebhook(db, manager, { ...address, name }, at)).id
}

/** What the asker before was not let near makes room for the next. */
async function makeRemovable(db: Db, place: Place): Promise<WebhookId> {
  // The running house may have told it something meanwhile.
  await db.execute(raw`delete from webhook_deliveries d using webhooks w where w.county_id = d.county_id
    and w.id = d.webhook_id and w.county_id = ${place.countyId} and w.name = 'removable'`)
  await db.execute(raw`delete from webhooks where county_id = ${place.countyId} and name = 'removable'`)
  return makeNew(db, place, 'removable')
}
const toOne = async (place: Place, db: Db) => `/settings/webhooks/${await make(db, place)}`
const one = async (place: Place, db: Db) => ({ id: await make(db, place) })

export const webhooks: Doors = {
  pages: {
    '/settings/webhooks': {
      row: 'webhook.manage',
      path: async (place, db) => {
        await make(db, place)
        return '/settings/webhooks'
      },
      isPlaceless: true,
      shows: () => address.name,
    },
    '/settings/webhooks/[id]': { row: 'webhook.manage', path: toOne, shows: () => address.name },
  },
  actions: {
    makeWebhookAction: placeless('webhook.manage', '/settings/webhooks', () => ({
      ...address,
      kinds: 'meeting.planned',
    })),
    editWebhookAction: about('webhook.manage', toOne, async (place, db) => ({
      ...(await one(place, db)),
      ...address,
      kinds: 'meeting.planned',
    })),
    renewWebhookAction: about('webhook.manage', toOne, one),
    testWebhookAction: about('webhook.manage', toOne, one),
    pauseWebhookAction: about('webhook.manage', toOne, async (place, db) => ({
      ...(await one(place, db)),
      isPaused: '1',
    })),
    removeWebhookAction: about('webhook.manage', toOne, async (place, db) => ({ id: await makeRemovable(db, place) })),
    // No door is sent twice: what is asked for again has to be there, and is tested at the command.
    resendDeliveryAction: placeless('signed in', '/settings/webhooks', () => ({
      id: crypto.randomUUID(),
      deliveryId: crypto.randomUUID(),
    })),
  },
}
