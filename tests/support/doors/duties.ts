// The matrix of duties, and which duty an action item fulfils.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { addDuty } from '@/server/duties/add-duty'
import type { DutyForm } from '@/server/duties/contract'
import { at } from '../room'
import { about, link, shown, type Doors } from './door'
import { makeItem, type Place } from './place'

function makeDuty(db: Db, { countyId, bodyId, unit, name }: Place) {
  const duty: DutyForm = {
    title: name.duty,
    content: '',
    law: '',
    article: '',
    fromOn: '2026-09-01',
    untilOn: null,
    leadUnitId: unit.department,
    assistingUnitIds: [],
  }
  return addDuty(db, { kind: 'operator' }, { countyId, bodyId }, duty, at)
}

/** The starter set is for a matrix without a line. */
async function clearDuties(db: Db, { countyId, bodyId }: Place): Promise<void> {
  const here = raw`county_id = ${countyId} and body_id = ${bodyId}`
  await db.execute(raw`update action_items set duty_id = null, duty_body_id = null
    where county_id = ${countyId} and duty_body_id = ${bodyId}`)
  await db.execute(raw`delete from duty_changes where county_id = ${countyId}
    and duty_id in (select id from duties where ${here})`)
  await db.execute(raw`delete from duty_units where ${here}`)
  await db.execute(raw`delete from duties where ${here}`)
}

const toDuties = ({ bodyId }: Place) => `/bodies/${bodyId}/duties`
const toNew = (place: Place) => `${toDuties(place)}/new`
/** Cleared at the start of each action, or the matrix that every answer brings would grow from one to the next. */
const toMatrix = async (place: Place, db: Db) => {
  await clearDuties(db, place)
  return toDuties(place)
}
const toDuty = async (place: Place, db: Db) => `${await toMatrix(place, db)}/${await makeDuty(db, place)}`
const toStarter = async (place: Place, db: Db) => {
  await clearDuties(db, place)
  return `${toDuties(place)}/starter`
}

const dutyForm = ({ bodyId, unit }: Place) => ({
  bodyId,
  title: '护学岗',
  content: '',
  law: '',
  article: '',
  fromOn: '2026-09-01',
  untilOn: '',
  leadUnitId: unit.school,
})

export const duties: Doors = {
  pages: {
    '/bodies/[id]/duties': shown(
      'duties.read',
      async (place, db) => {
        await makeDuty(db, place)
        return toDuties(place)
      },
      'duty',
    ),
    '/bodies/[id]/duties/[dutyId]': shown('duties.read', toDuty, 'duty'),
    '/bodies/[id]/duties/new': shown('duties.manage', toNew, 'unit'),
    '/bodies/[id]/duties/print': shown('duties.read', (place) => `${toDuties(place)}/print`, 'body'),
    '/bodies/[id]/duties/starter': shown('duties.manage', toStarter, 'unit'),
  },
  routes: {
    '/api/export/duties': link('duties.read', ({ bodyId }) => `/api/export/duties?bodyId=${bodyId}&format=csv`),
  },
  actions: {
    addDutyAction: about('duties.manage', toNew, dutyForm),
    editDutyAction: about('duties.manage', toDuty, async (place, db) => ({
      ...dutyForm(place),
      dutyId: await makeDuty(db, place),
      version: '1',
    })),
    setPartAction: about('duties.manage', toMatrix, async (place, db) => ({
      dutyId: await makeDuty(db, place),
      unitId: place.unit.family,
      part: 'assisting',
      version: '1',
    })),
    moveDutyAction: about('duties.manage', toMatrix, async (place, db) => ({
      dutyId: await makeDuty(db, place),
      beforeId: await makeDuty(db, place),
    })),
    endDutyAction: about('duties.manage', toDuty, async (place, db) => ({
      dutyId: await makeDuty(db, place),
      version: '1',
      reason: '职责调整',
    })),
    loadStarterAction: about('duties.manage', toStarter, async (place, db) => {
      await clearDuties(db, place)
      return {
        bodyId: place.bodyId,
        'choices.0.key': 'dailyWork',
        'choices.0.leadUnitId': place.unit.department,
      }
    }),
    setItemDutyAction: about(
      'action-item.set-duty: led by another unit',
      ({ items }) => `/action-items/${items.own}`,
      async (place, db) => ({
        id: await makeItem(db, place, place.unit.department),
        from: '',
        to: await makeDuty(db, place),
      }),
    ),
  },
}
