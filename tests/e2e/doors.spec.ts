// access.md at every page, route and server action of the built house, over HTTP as a browser or a forger would ask: each by
// every kind of person, about their own body, another body of the county and another county. The doors are listed in
// tests/support/doors/; what the build has and the list has not fails.
import { readFileSync } from 'node:fs'
import type { Db } from '@/db/client'
import type { AdminRole, Office } from '@/server/access'
import type { CountyId, PersonId } from '@/server/ids'
import { createSession, sessionCookieName, sessionCookieValue, type Awaits } from '@/server/people/sessions'
import { sql as raw } from 'drizzle-orm'
import { answerFor, actorNames } from '../support/access-table'
import { actions, pages, partsOfPages, routes, served } from '../support/doors'
import { makePlace, type Place } from '../support/doors/place'
import { expect, openHouse, test } from '../support/story'

const app = openHouse({ withDemo: false })

const built = <T>(file: string) => JSON.parse(readFileSync(`.next/${file}`, 'utf8')) as T
type Manifest = { node: Record<string, { exportedName: string }> }
const offices: Record<string, Office | null> = {
  "nobody's": null,
  convenor: 'convenor',
  deputy: 'deputy-convenor',
  member: 'member',
  liaison: 'liaison',
  secretary: 'secretary',
  observer: 'observer',
}
const administrators: readonly AdminRole[] = ['system', 'security', 'audit']
const names = actorNames.filter((name) => name in offices || (administrators as readonly string[]).includes(name))

type Asker = { name: string; cookie: string }
type House = {
  own: Place
  otherBody: Place
  otherCounty: Place
  askers: Asker[]
  waiting(awaits: Awaits): Promise<string>
}

async function furnish(db: Db): Promise<House> {
  const own = await makePlace(db, '甲一')
  const otherBody = await makePlace(db, '乙二', own)
  const otherCounty = await makePlace(db, '丙三')
  const askers: Asker[] = []
  const cookieOf = async (countyId: CountyId, personId: PersonId, awaits: Awaits | null) => {
    const sid = await createSession(db, countyId, personId, 'doors', new Date(), { awaits })
    return `${sessionCookieName(false)}=${await sessionCookieValue({ sid, cid: countyId })}`
  }
  for (const name of names) {
    const { countyId, personId } = await own.person(name, offices[name] ?? null, own.unit.school)
    if (!(name in offices)) await db.execute(raw`update people set admin_roles = array[${name}] where id = ${personId}`)
    askers.push({ name, cookie: await cookieOf(countyId, personId, null) })
  }
  const { countyId, personId } = own.convenor
  return { own, otherBody, otherCounty, askers, waiting: (awaits) => cookieOf(countyId, personId, awaits) }
}

const placesOf = (house: House) =>
  [
    ['own body', house.own],
    ['other body', house.otherBody],
    ['other county', house.otherCounty],
  ] as const
/** Rows that are not of the table. */
const besides = ['signed in', 'waiting for a code', 'waiting to enrol', 'anybody']
/** Whether the table lets them in there. */
function isMeant(row: string, name: string, where: string): boolean {
  if (besides.includes(row)) return where === 'own body'
  const answer = answerFor(row, name)
  return where === 'own body' ? answer !== '' : where === 'other body' ? answer === '○' : false
}

/** A few at once: one after another the house would mostly wait for the asker. */
async function atOnce<T>(all: readonly T[], work: (each: T) => Promise<void>) {
  const left = [...all]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next)
  }
  await Promise.all([worker(), worker(), worker(), worker()])
}

async function inTurn<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const out: R[] = []
  for (const each of all) out.push(await work(each))
  return out
}

const ask = (path: string, cookie: string | null, init: RequestInit = {}) =>
  fetch(`${app.http}${path}`, {
    redirect: 'manual',
    ...init,
    headers: {
      ...(cookie === null ? {} : { cookie }),
      'accept-language': 'zh-Hans',
      // Packed here, it would only be unpacked here.
      'accept-encoding': 'identity',
      ...init.headers,
    },
  })

/** A route asked as a script of ours does it. Its answer may be a line of a stream, with 200 however it went. */
async function knock({ path, init = {} }: { path: string; init?: RequestInit }, cookie: string | null) {
  const response = await ask(path, cookie, { ...init, headers: { origin: app.http, ...init.headers } })
  const text = await response.text()
  const mayRefuse = response.status >= 400 || (response.headers.get('content-type') ?? '').includes('ndjson')
  return { status: response.status, code: mayRefuse ? (/"code":"([a-z_]+)"/.exec(text)?.[1] ?? null) : null }
}

/** A server action called with a form, as the page's script does it. */
async function act(path: string, id: string, form: Record<string, string>, cookie: string | null) {
  const body = new FormData()
  for (const [name, value] of Object.entries(form)) body.set(`_1_${name}`, value)
  body.set('0', JSON.stringify([{ code: null, fields: {}, values: {}, turn: 0 }, '$K1']))
  const headers = { 'next-action': id, accept: 'text/x-component', origin: app.http }
  const response = await ask(path, cookie, { method: 'POST', body, headers })
  const text = await response.text()
  const code = /"code":"([a-z_]+)"/.exec(text)?.[1] ?? null
  const isDone = response.status === 303 || response.headers.has('x-action-redirect') || /"code":null/.test(text)
  const fields = /"fields":(\{[^}]*\})/.exec(text)?.[1] ?? ''
  return { status: response.status, code, isDone, fields }
}
/** A thing of another county inside one's own: said like a thing that is not there at all. */
const isUnknown = ({ code, fields }: { code: string | null; fields: string }) =>
  code === 'invalid_input' && fields.includes('"unknown"')
const refusals = ['not_allowed', 'not_found', 'not_signed_in']

test('every page and route is listed', () => {
  const all = Object.values(built<Record<string, string>>('app-path-routes-manifest.json'))
  const listed = [...Object.keys(pages), ...Object.keys(routes), ...partsOfPages]
  expect([...new Set(all)].sort()).toEqual(listed.sort())
})

test('every server action is listed, and is called by its one name', () => {
  const all = Object.values(built<Manifest>('server/server-reference-manifest.json').node).map(
    (each) => each.exportedName,
  )
  expect(all.sort()).toEqual(Object.keys(actions).sort())
})

test('the table holds at every door', async () => {
  test.setTimeout(900_000)
  const idOf = Object.fromEntries(
    Object.entries(built<Manifest>('server/server-reference-manifest.json').node).map(([id, each]) => [
      each.exportedName,
      id,
    ]),
  )
  const wrong: string[] = []
  let asked = 0
  const check = (isRight: boolean, what: string) => {
    asked++
    if (!isRight) wrong.push(what)
  }
  await app.withDb(async (db) => {
    const house = await furnish(db)
    /** Who has proven nothing, and who has proven half of who they are. */
    const outside = async (row = '') => [
      { who: 'nobody', cookie: null },
      { who: 'somebody waiting', cookie: await house.waiting(row.endsWith('enrol') ? 'enrolment' : 'code') },
    ]
    const placesFor = (door: { isPlaceless?: true }) => placesOf(house).slice(0, door.isPlaceless ? 1 : 3)
    /** Whoever is refused at home is not asked elsewhere, where they are even less. */
    const goes = (row: string, name: string, where: string) => where === 'own body' || isMeant(row, name, 'own body')
    /** To what is open to anybody, one with an account stands for all. */
    const askersOf = (row: string) => house.askers.slice(0, row === 'anybody' ? 1 : undefined)

    for (const [address, door] of Object.entries(pages)) {
      const asked = await inTurn(placesFor(door), async ([where, place]) => ({
        where,
        place,
        path: await door.path(place, db),
      }))
      for (const { who, cookie } of await outside()) {
        const { status, headers } = await ask(asked[0]!.path, cookie)
        const to = headers.get('location') ?? ''
        const isShut = status === 307 && /^\/sign-in|\/join\//.test(to)
        check(door.row === 'anybody' ? status < 400 : isShut, `${address}: ${status} ${to} for ${who}`)
      }
      await atOnce(askersOf(door.row), async ({ name, cookie }) => {
        const seen = new Map<string, { status: number; text: string }>()
        for (const { where, place, path } of asked.filter(({ where }) => goes(door.row, name, where))) {
          if (!seen.has(path)) {
            const response = await ask(path, cookie)
            seen.set(path, { status: response.status, text: await response.text() })
          }
          const { status, text } = seen.get(path)!
          if (!door.shows) {
            check(status === 200 || (door.row === 'anybody' && status === 307), `${address}: ${status} for ${name}`)
            continue
          }
          const isShown = status === 200 && text.includes(door.shows(place))
          check(isShown === isMeant(door.row, name, where), `${address}: ${name} sees ${where}: ${isShown}, ${status}`)
        }
      })
    }

    for (const [address, door] of Object.entries({ ...routes, ...served })) {
      if ('alone' in door) {
        const { status } = await ask(door.path, null, { method: door.method, headers: { origin: app.http } })
        check(status === door.alone, `${address}: ${status} for nobody`)
        continue
      }
      for (const { who, cookie } of await outside()) {
        const { code, status } = await knock(await door.ask(house.own, db), cookie)
        check(code === 'not_signed_in', `${address}: ${status} ${code} for ${who}`)
      }
      for (const { name, cookie } of house.askers) {
        const reached = placesFor(door).filter(([where]) => goes(door.row, name, where))
        await atOnce(reached, async ([where, place]) => {
          const { code, status } = await knock(await door.ask(place, db), cookie)
          const isIn = code === null && status === (door.done ?? 200)
          const isRight = isMeant(door.row, name, where) ? isIn : refusals.includes(code ?? '')
          check(isRight, `${address}: ${status} ${code} for ${name}, ${where}`)
        })
      }
    }

    for (const [action, door] of Object.entries(actions)) {
      const id = idOf[action]!
      const page = await door.page(house.own, db)
      for (const { who, cookie } of await outside(door.row)) {
        const told = await act(page, id, await door.form(house.own, db), cookie)
        const isShut = told.code === 'not_signed_in'
        const isFor = door.row === 'anybody' ? told.isDone === Boolean(door.isHarmless) : isShut
        const isWaiting = door.row.startsWith('waiting') && cookie !== null
        const isMet = isWaiting ? !isShut && told.status === 200 : isFor
        check(isMet && told.code !== 'internal', `${action}: ${told.status} ${told.code} for ${who}`)
      }
      for (const { name, cookie } of askersOf(door.row)) {
        const reached = placesFor(door).filter(([where]) => goes(door.row, name, where))
        await atOnce(reached, async ([where, place]) => {
          const told = await act(page, id, await door.form(place, db), cookie)
          const what = `${action}: ${name}, ${where}: ${told.status} ${told.code} ${told.fields}`
          if (door.row.startsWith('waiting')) check(told.code === 'not_signed_in', what)
          else if (door.row === 'anybody' || door.row === 'signed in')
            check(
              !['not_signed_in', 'internal'].includes(told.code ?? '') && (told.status === 200 || told.isDone),
              what,
            )
          else if (isMeant(door.row, name, where)) check(told.isDone, what)
          else check(refusals.includes(told.code ?? '') || (where === 'other county' && isUnknown(told)), what)
        })
      }
    }
  })
  expect(wrong).toEqual([])
  test.info().annotations.push({ type: 'asked', description: String(asked) })
})
