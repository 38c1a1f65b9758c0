// Following an item up: reports, extensions, slips, hand-overs, and a body's own pace.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { chaseItem } from '@/server/action-items/chase'
import type { ActionItemId } from '@/server/ids'
import { clock } from '@/server/clock'
import { about, link, shown, type Doors } from './door'
import { makeItem, type Place } from './place'

const operator = { kind: 'operator' } as const

/** Due in some days, and no longer ruled by the text of the minutes. */
async function makeRipe(db: Db, place: Place, unitId: string): Promise<ActionItemId> {
  const id = await makeItem(db, place, unitId)
  await db.execute(raw`update action_items set due_on = current_date + 10, origin = 'split' where id = ${id}`)
  return id
}

async function makeAsked(db: Db, place: Place) {
  const { countyId, secretary, unit } = place
  const id = await makeRipe(db, place, unit.department)
  const extensionId = crypto.randomUUID()
  await db.execute(raw`insert into item_extensions
    (county_id, id, action_item_id, from_due, to_due, reason, unit_id, asked_by_id, asked_at)
    values (${countyId}, ${extensionId}, ${id}, current_date + 10, current_date + 20, '雨季', ${unit.department},
      ${secretary.personId}, now())`)
  return { id, extensionId }
}

const ofOthers = (db: Db, place: Place) => makeItem(db, place, place.unit.department)
const toOwn = ({ items }: Place) => `/action-items/${items.own}`
const toOther = ({ items }: Place) => `/action-items/${items.other}`
const toArrange = ({ items }: Place) => `/action-items/${items.other}/arrange`
const key = () => crypto.randomUUID()

export const followUp: Doors = {
  pages: {
    '/action-items/[id]/arrange': shown('action-item.split: led by another unit', toArrange, 'item'),
    '/action-items/[id]/slips/[seq]': shown(
      'action-item.read',
      async (place, db) => {
        const id = await ofOthers(db, place)
        await chaseItem(db, operator, place.countyId, id, { word: '请报送', keep: false }, clock.now())
        return `/action-items/${id}/slips/1`
      },
      'item',
    ),
    '/bodies/[id]/follow-up': shown('body.manage', ({ bodyId }) => `/bodies/${bodyId}/follow-up`, 'body'),
  },
  routes: { '/api/export/ledger': link('county.read', '/api/export/ledger?format=csv&view=all') },
  actions: {
    reportAction: about('action-item.report: led by another unit', toOwn, async (place, db) => ({
      id: await ofOthers(db, place),
      text: '已踏勘两次',
      percent: '40',
      onceKey: key(),
    })),
    askExtensionAction: about('action-item.ask-extension: led by their own unit', toOwn, async (place, db) => ({
      id: await makeRipe(db, place, place.unit.school),
      toDue: new Date(clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10),
      reason: '雨季',
    })),
    decideExtensionAction: about('action-item.decide-extension: led by another unit', toOwn, async (place, db) => ({
      ...(await makeAsked(db, place)),
      decision: 'granted',
      word: '',
    })),
    chaseAction: about('action-item.chase: led by another unit', toOther, async (place, db) => ({
      id: await ofOthers(db, place),
      word: '请于三日内报送',
      onceKey: key(),
    })),
    commentAction: about('action-item.comment: led by another unit', toOther, async (place, db) => ({
      id: await ofOthers(db, place),
      word: '已知悉',
      onceKey: key(),
    })),
    handOverAction: about('action-item.hand-over: led by another unit', toArrange, async (place, db) => ({
      id: await makeRipe(db, place, place.unit.department),
      fromUnitId: place.unit.department,
      toUnitId: place.unit.school,
      ownerPersonId: '',
      reason: '职能调整',
    })),
    splitItemAction: about('action-item.split: led by another unit', toArrange, async (place, db) => ({
      id: await ofOthers(db, place),
      title: '第一步',
      deliverable: '',
      leadUnitId: place.unit.family,
      dueOn: '',
      onceKey: key(),
    })),
    labelItemAction: about('action-item.label: led by another unit', toArrange, async (place, db) => ({
      id: await ofOthers(db, place),
      priority: 'high',
      tags: '安全',
    })),
    setParentAction: about('action-item.label: led by another unit', toArrange, async (place, db) => ({
      id: await ofOthers(db, place),
      parentId: await ofOthers(db, place),
    })),
    itemLinkAction: about('action-item.link: led by another unit', toArrange, async (place, db) => ({
      id: await ofOthers(db, place),
      op: 'make',
      personId: place.secretary.personId,
    })),
    followRulesAction: about(
      'body.manage',
      ({ bodyId }) => `/bodies/${bodyId}/follow-up`,
      async ({ countyId, bodyId }, db) => {
        const [row] = await db.execute(raw`select version from follow_rules
          where county_id = ${countyId} and body_id = ${bodyId}`)
        return {
          bodyId,
          version: String((row?.version as number | undefined) ?? 0),
          blueDays: '14',
          yellowDays: '5',
          chaseDays: '',
          escalateDays: '',
        }
      },
    ),
  },
}
