// access.md at every page, route and server action of the built house, over HTTP as a browser or a forger would ask: each by
// every kind of person, about their own body, another body of the county and another county. The doors are listed in
// tests/support/doors/; what the build has and the list has not fails.
import { readFileSync } from 'node:fs'
import type { Db } from '@/db/client'
import type { AdminRole, Office } from '@/server/access'
import { createSession, sessionCookieName, sessionCookieValue } from '@/server/people/sessions'
import { sql as raw } from 'drizzle-orm'
import { answerFor, actorNames } from '../support/access-table'
import { actions, pages, partsOfPages, routes } from '../support/doors'
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
type House = { own: Place; otherBody: Place; otherCounty: Place; askers: Asker[] }

async function furnish(db: Db): Promise<House> {
  const own = await makePlace(db, '甲一')
  const otherBody = await makePlace(db, '乙二', own)
  const otherCounty = await makePlace(db, '丙三')
  const askers = []
  for (const name of names) {
    const { countyId, personId } = await own.person(name, offices[name] ?? null, own.unit.school)
    if (!(name in offices)) await db.execute(raw`update people set admin_roles = array[${name}] where id = ${personId}`)
    const sid = await createSession(db, countyId, personId, 'doors', new Date())
    const value = await sessionCookieValue({ sid, cid: countyId })
    askers.push({ name, cookie: `${sessionCookieName(false)}=${value}` })
  }
  return { own, otherBody, otherCounty, askers }
}

const placesOf = (house: House) =>
  [
    ['own body', house.own],
    ['other body', house.otherBody],
    ['other county', house.otherCounty],
  ] as const
/** Whether the table lets them in there. */
function isMeant(row: string, name: string, where: string): boolean {
  if (row === 'signed in') return where === 'own body'
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

const ask = (path: string, cookie: string | null, init: RequestInit = {}) =>
  fetch(`${app.http}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...(cookie === null ? {} : { cookie }), 'accept-language': 'zh-Hans', ...init.headers },
  })

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
  test.setTimeout(240_000)
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
    const places = placesOf(house)
    for (const [address, door] of Object.entries(pages)) {
      const paths = await Promise.all(places.map(([, place]) => door.path(place, db)))
      const alone = await ask(paths[0]!, null)
      if (door.row === 'anybody') check(alone.status < 400, `${address}: ${alone.status} for nobody`)
      else {
        const to = alone.headers.get('location') ?? ''
        check(alone.status === 307 && /^\/sign-in|\/join\//.test(to), `${address}: ${alone.status} ${to} for nobody`)
      }
      await atOnce(house.askers, async ({ name, cookie }) => {
        const seen = new Map<string, { status: number; text: string }>()
        for (const [index, [where, place]] of places.entries()) {
          const path = paths[index]!
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
    for (const [address, door] of Object.entries(routes)) {
      if ('alone' in door) {
        const { status } = await ask(door.path, null, { method: door.method, headers: { origin: app.http } })
        check(status === door.alone, `${address}: ${status} for nobody`)
        continue
      }
      const { path, method = 'GET', done = 200 } = door
      const knock = async (place: Place, cookie: string | null) => {
        const body = await door.body?.(place, db)
        const headers = { origin: app.http, ...door.headers }
        const address = typeof path === 'string' ? path : await path(place, db)
        const response = await ask(address, cookie, { method, headers, ...(body !== undefined && { body }) })
        await response.arrayBuffer()
        return response.status
      }
      const alone = await knock(house.own, null)
      check(alone === 401, `${address}: ${alone} for nobody`)
      for (const { name, cookie } of house.askers) {
        await atOnce(typeof path === 'string' ? places.slice(0, 1) : places, async ([where, place]) => {
          const status = await knock(place, cookie)
          const isRight = isMeant(door.row, name, where) ? status === done : status === 403 || status === 404
          check(isRight, `${address}: ${status} for ${name}, ${where}`)
        })
      }
    }
    for (const [action, door] of Object.entries(actions)) {
      const id = idOf[action]!
      const alone = await act(door.page(house.own), id, await door.form(house.own, db), null)
      if (door.row !== 'anybody')
        check(alone.code === 'not_signed_in', `${action}: ${alone.status} ${alone.code} for nobody`)
      else check(!alone.isDone, `${action}: done for nobody`)
      for (const { name, cookie } of house.askers) {
        await atOnce(door.isPlaceless ? places.slice(0, 1) : places, async ([where, place]) => {
          const told = await act(door.page(house.own), id, await door.form(place, db), cookie)
          const what = `${action}: ${name}, ${where}: ${told.status} ${told.code} ${told.fields}`
          if (door.row === 'anybody' || door.row === 'signed in') {
            check(told.code !== 'not_signed_in' && told.status === 200, what)
          } else if (isMeant(door.row, name, where)) check(told.isDone, what)
          else check(refusals.includes(told.code ?? ''), what)
        })
      }
    }
  })
  expect(wrong).toEqual([])
  test.info().annotations.push({ type: 'asked', description: String(asked) })
})
