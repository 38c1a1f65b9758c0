// People and their accounts: how they come in, and how they prove who they are.
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { makeAccountLink } from '@/server/people/make-account-link'
import { at } from '../room'
import { about, anybody, placeless, shown, type Doors } from './door'
import type { Place } from './place'

const newcomer = async (place: Place) => (await place.person('新来的人', null, place.unit.school)).personId

async function makeInvited(db: Db, place: Place) {
  const personId = await newcomer(place)
  await makeAccountLink(db, { kind: 'operator' }, place.countyId, personId, 'invitation', new Date())
  return personId
}

async function makeFactor(db: Db, place: Place) {
  const personId = await newcomer(place)
  await db.execute(raw`insert into second_factors (county_id, person_id, sealed_secret, created_at, confirmed_at)
    values (${place.countyId}, ${personId}, ${'\\x00'}::bytea, ${at.toISOString()}, ${at.toISOString()})`)
  return personId
}

const wrongCode = () => ({ code: '000000' })

export const people: Doors = {
  pages: {
    '/people': shown('people.read', '/people', 'person'),
    '/people/invitations': shown('people.invite', '/people/invitations', 'person'),
    '/settings/security': {
      row: 'county.settings',
      path: () => '/settings/security',
      // Whoever may not is told so there; the form is what they must not get.
      shows: () => 'name="idleMinutes"',
      isPlaceless: true,
    },
    '/sign-in/code': anybody('/sign-in/code'),
    '/sign-in/enrol': anybody('/sign-in/enrol'),
    '/sign-in/link': anybody('/sign-in/link'),
  },
  routes: {
    '/api/oidc/start': { path: '/api/oidc/start', method: 'GET', alone: 303 },
    '/api/oidc/callback': { path: '/api/oidc/callback?code=x&state=y', method: 'GET', alone: 303 },
  },
  actions: {
    makeLinkAction: about('people.manage', '/people', async (place) => ({
      personId: await newcomer(place),
      purpose: 'reset',
    })),
    invitePersonAction: placeless('people.invite', '/people', () => ({
      name: '新来的人',
      userName: `u${crypto.randomUUID().slice(0, 8)}`,
    })),
    revokeInvitationAction: about('people.invite', '/people/invitations', async (place, db) => ({
      personId: await makeInvited(db, place),
    })),
    makeSheetAction: about('people.invite', '/people/invitations', async (place, db) => ({
      personId: await makeInvited(db, place),
    })),
    resetFactorAction: about('people.reset-factor', '/people', async (place, db) => ({
      personId: await makeFactor(db, place),
    })),
    setSecurityAction: placeless('county.settings', '/settings/security', () => ({
      profile: 'asvs',
      idleMinutes: '480',
      absoluteMinutes: '1440',
      requiresSecondFactor: 'no',
    })),
    secondStepAction: placeless('waiting for a code', '/sign-in/code', wrongCode),
    enrolAction: placeless('waiting to enrol', '/sign-in/enrol', wrongCode),
    leaveAction: { ...placeless('anybody', '/sign-in/code'), isHarmless: true },
    askLinkAction: placeless('anybody', '/sign-in/link', () => ({ email: 'nobody@county.example', purpose: 'reset' })),
    beginFactorAction: placeless('signed in', '/settings'),
    confirmFactorAction: placeless('signed in', '/settings', wrongCode),
    renewCodesAction: placeless('signed in', '/settings', wrongCode),
    removeFactorAction: placeless('signed in', '/settings', wrongCode),
    beginBindingAction: placeless('signed in', '/settings'),
    unbindAction: placeless('signed in', '/settings', () => ({ issuer: 'https://login.example' })),
    endOthersAction: placeless('signed in', '/settings'),
  },
}
