// Bodies, their units, offices and rules, and the register of who has one.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { DeputyId, PlaceId } from '@/server/ids'
import { at } from '../room'
import { about, link, placeless, shown, type Doors } from './door'
import { makeMember, makeUnit, membershipOf, type Place } from './place'

const toBody = ({ bodyId }: Place) => `/bodies/${bodyId}`
const toEdit = ({ bodyId }: Place) => `/bodies/${bodyId}/edit`
const toUnit = ({ bodyId, unit }: Place) => `/bodies/${bodyId}/units/${unit.department}`
const toNewMember = ({ bodyId }: Place) => `/bodies/${bodyId}/members/new`
const toSecretary = async (place: Place, db: Db) =>
  `/bodies/${place.bodyId}/members/${await membershipOf(db, place, place.secretary.personId)}`

/** As it stands: whoever was let in before has changed it. */
async function versionOf(db: Db, { countyId, bodyId }: Place): Promise<string> {
  const [row] = await db.execute(raw`select version from bodies where county_id = ${countyId} and id = ${bodyId}`)
  return String(row!.version)
}

async function makeTownship(db: Db, { countyId, name }: Place): Promise<PlaceId> {
  const id = PlaceId.parse(crypto.randomUUID())
  await db.execute(raw`insert into register_places (county_id, id, kind, name, created_at)
    values (${countyId}, ${id}, 'township', ${name.township}, ${at.toISOString()})`)
  return id
}

const toTownship = async (place: Place, db: Db) => `/bodies/register/${await makeTownship(db, place)}`

async function makeDeputy(db: Db, place: Place): Promise<DeputyId> {
  const id = DeputyId.parse(crypto.randomUUID())
  const { membershipId } = await makeMember(db, place)
  await db.execute(raw`insert into deputies (county_id, id, membership_id, person_id, from_on, created_at)
    values (${place.countyId}, ${id}, ${membershipId}, ${place.stranger.personId}, '2026-03-01', ${at.toISOString()})`)
  return id
}

const townshipForm = { kind: 'township', code: '', parentId: '', body: 'none', establishedOn: '', evidence: '' }

export const bodies: Doors = {
  pages: {
    '/bodies': shown('body.read', '/bodies', 'body'),
    '/bodies/[id]': shown('body.read', toBody, 'body'),
    '/bodies/[id]/edit': shown('body.manage', toEdit, 'body'),
    '/bodies/[id]/members/new': shown('body.manage', toNewMember, 'body'),
    '/bodies/[id]/members/[membershipId]': shown('body.manage', toSecretary, 'person'),
    '/bodies/[id]/units/[unitId]': shown('body.manage', toUnit, 'unit'),
    '/bodies/register': shown(
      'register.read',
      async (place, db) => {
        await makeTownship(db, place)
        return '/bodies/register?kind=township'
      },
      'township',
    ),
    '/bodies/register/[placeId]': shown('register.manage', toTownship, 'township'),
  },
  routes: {
    '/api/export/register': link('register.read', '/api/export/register'),
  },
  actions: {
    createBodyAction: placeless('body.create', '/bodies', () => ({
      name: '实验小学教联体',
      level: 'school',
      leadUnitName: '实验小学',
      leadUnitKind: 'school',
    })),
    editBodyAction: about('body.manage', toEdit, async (place, db) => ({
      bodyId: place.bodyId,
      version: await versionOf(db, place),
      name: place.name.body,
      level: 'county',
      establishedOn: '',
      evidence: '',
      evidenceNumber: '',
    })),
    setBodyRulesAction: about('body.manage', toEdit, async (place, db) => ({
      bodyId: place.bodyId,
      version: await versionOf(db, place),
      conveningOffice: 'secretary',
      conveningUnitId: place.unit.department,
      'quorums.0.kind': 'school',
      'quorums.0.rule': '1/2',
      'series.0.id': place.seriesId,
      'series.0.every': '3',
      'series.0.unit': 'month',
    })),
    writeCharterAction: about('body.manage', toEdit, async ({ countyId, bodyId }, db) => {
      const [row] = await db.execute(raw`select coalesce(max(number), 0) as last from charter_versions
        where county_id = ${countyId} and body_id = ${bodyId}`)
      return { bodyId, after: String(row!.last), text: '第一条', inForceFrom: '2026-10-01', why: '全体会议通过' }
    }),
    createUnitAction: about('body.manage', toBody, ({ bodyId }) => ({
      bodyId,
      name: `文化站${crypto.randomUUID()}`,
      kind: 'society',
    })),
    renameUnitAction: about('body.manage', toUnit, async (place, db) => ({
      bodyId: place.bodyId,
      unitId: await makeUnit(db, place),
      name: `少年宫${crypto.randomUUID()}`,
    })),
    setLeadUnitAction: about('body.manage', toUnit, async (place, db) => ({
      bodyId: place.bodyId,
      unitId: await makeUnit(db, place),
    })),
    takeOutUnitAction: about('body.manage', toUnit, async (place, db) => ({
      bodyId: place.bodyId,
      unitId: await makeUnit(db, place),
    })),
    addMembershipAction: about('body.manage', toNewMember, (place) => ({
      bodyId: place.bodyId,
      unitId: place.unit.school,
      personId: place.stranger.personId,
      office: 'member',
      fromOn: '2026-03-01',
      untilOn: '',
    })),
    changeMembershipAction: about('body.manage', toSecretary, async (place, db) => ({
      membershipId: (await makeMember(db, place)).membershipId,
      version: '1',
      unitId: place.unit.department,
      office: 'liaison',
      fromOn: '2026-01-01',
      untilOn: '2028-12-31',
    })),
    endMembershipAction: about('body.manage', toSecretary, async (place, db) => ({
      membershipId: (await makeMember(db, place)).membershipId,
      version: '1',
      reason: '工作调动',
    })),
    nameDeputyAction: about('body.manage', toSecretary, async (place, db) => ({
      membershipId: (await makeMember(db, place)).membershipId,
      personId: place.stranger.personId,
      fromOn: '2026-03-01',
      untilOn: '',
    })),
    endDeputyAction: about('body.manage', toSecretary, async (place, db) => ({
      deputyId: await makeDeputy(db, place),
    })),
    addPlaceAction: placeless('register.manage', '/bodies/register', () => ({ ...townshipForm, name: '河东镇' })),
    changePlaceAction: about('register.manage', toTownship, async (place, db) => ({
      ...townshipForm,
      placeId: await makeTownship(db, place),
      version: '1',
      name: '河西镇',
    })),
    startRegisterAction: placeless('register.manage', '/bodies/register', async ({ countyId }, db) => {
      await db.execute(raw`update counties set division_code = '110101' where id = ${countyId}`)
      return {}
    }),
  },
}
