// Every page in three languages (on a phone in two), with its dialogs open too: axe finds nothing against WCAG 2.2 AA.
import AxeBuilder from '@axe-core/playwright'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { editorAt } from '../support/room-page'
import { pattern, words, type Locale } from '../support/words'

// A trace of a hundred pages is larger than Playwright can pack.
test.use({ trace: 'off' })
// What axe finds once it finds again: a second run of minutes tells nothing new.
test.describe.configure({ retries: 0 })
const app = openHouse()
const locales: readonly Locale[] = ['zh-Hans', 'zh-Hant', 'en']
/** On a phone what differs is how long the words are: simplified is as long as traditional. */
const onPhone: readonly Locale[] = ['zh-Hant', 'en']
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let looked = 0
const found: string[] = []

/**
 * A page that scrolls is looked at in full height: a bar fixed to an edge covers whatever happens to lie under it, which axe
 * takes for a target too small.
 */
async function look(page: Page, what: string) {
  const size = page.viewportSize()!
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (height > size.height) await page.setViewportSize({ width: size.width, height })
  // A sheet that is still fading in has no contrast yet.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    await Promise.allSettled(ending.map((one) => one.finished))
  })
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  looked += 1
  for (const { id, help, nodes } of violations)
    for (const node of nodes)
      found.push(`${what}: ${id} (${help}) at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`)
  await page.setViewportSize(size)
}

async function bodyPages() {
  const { bodies, meetings, people, units } = app.demo
  const body = `/bodies/${bodies[0]!.id}`
  const [office] = await app.sql('select id::text from memberships where person_id = $1', [people.health!])
  const [place] = await app.sql("select id::text from register_places where kind = 'township' limit 1")
  const [series] = await app.sql('select series_id::text as id from series_rules limit 1')
  return [
    `${body}/edit`,
    `${body}/series/${String(series!.id)}`,
    `${body}/members/new?q=%E6%9E%97`,
    `${body}/members/${String(office!.id)}`,
    `${body}/units/${units.health}`,
    `/meetings/${meetings.planned}/proxies`,
    '/bodies/register',
    `/bodies/register/${String(place!.id)}`,
    '/settings/county?q=330109',
    '/settings/holidays',
  ]
}

const settled = async (page: Page) => {
  await expect(page.getByRole('main').first()).toBeVisible()
  await page.waitForLoadState('networkidle').catch(() => {})
}

test('every page, in three languages', async ({ come, watch }, info) => {
  test.setTimeout(1_200_000)
  watch.expectErrors(/status of 4\d\d/)
  await app.sql("update people set admin_roles = '{system,security,audit}' where id = $1", [app.demo.people.secretary!])
  const [item] = await app.sql("select id::text from action_items where state = 'doing' limit 1")
  const anonymous = [
    '/sign-in',
    '/join',
    app.demo.links.join,
    app.demo.links.parent,
    app.demo.links.convenor,
    '/join/abcdefghjk',
  ]
  const inside = [
    '/',
    '/topics',
    '/topics/new',
    '/meetings',
    '/meetings/new',
    ...Object.values(app.demo.meetings).map((id) => `/meetings/${id}`),
    `/meetings/${app.demo.meetings.live}/history`,
    '/action-items',
    '/action-items?view=all',
    `/action-items/${String(item!.id)}`,
    '/bodies',
    `/bodies/${app.demo.bodies[0]!.id}`,
    ...(await bodyPages()),
    '/people',
    '/people/invitations',
    '/settings',
    '/settings/security',
    '/settings/privacy',
    '/audit',
    '/primitives',
    '/no-such-page',
  ]
  const first = await come()
  const [fresh] = await app.sql('select 1')
  expect(fresh).toBeTruthy()
  await signIn(
    first.page,
    app.http + (info.project.name === 'phone' ? app.demo.links.liaison : app.demo.links.secretary),
  )
  const storageState = await first.context.storageState()
  // Side by side: axe and the house take turns on two cores.
  const inLanguage = async (lang: Locale) => {
    const guest = await come({ lang })
    for (const path of anonymous) {
      await guest.page.goto(app.http + path)
      await settled(guest.page)
      await look(guest.page, `${lang} ${path}`)
    }
    await guest.page.goto(app.http + app.demo.links.join)
    await guest.page.getByLabel(words(lang, 'door')('form.name')).fill(`axe ${lang}`)
    await guest.page.getByRole('button', { name: words(lang, 'door')('enter') }).click()
    await expect(guest.page.getByRole('heading', { name: words(lang, 'door')('wait.title') })).toBeVisible()
    await look(guest.page, `${lang} waiting at the door`)
    await guest.context.close()

    const { page, context } = await come({ lang, storageState })
    for (const path of inside) {
      await page.goto(app.http + path)
      await settled(page)
      await look(page, `${lang} ${path}`)
    }
    return { lang, page, context }
  }
  // The room one after the other: it is one person, whose newest page takes the seat's media.
  for (const { lang, page, context } of await Promise.all(
    (info.project.name === 'phone' ? onPhone : locales).map(inLanguage),
  )) {
    await lookAtRoom(page, lang, info.project.name === 'phone')
    await context.close()
  }
  console.log(`axe (${info.project.name}): ${looked} pages and dialogs, ${found.length} findings`)
  info.annotations.push({ type: 'pages', description: String(looked) })
  expect(found).toEqual([])
})

async function lookAtRoom(page: Page, lang: Locale, isPhone: boolean) {
  const rooms = words(lang, 'rooms')
  await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
  if (isPhone) {
    for (const name of ['stage', 'agenda', 'minutes', 'chat'] as const) {
      await page
        .getByRole('navigation', { name: rooms('tabs.label') })
        .getByRole('button', { name: rooms(`tabs.${name}`) })
        .click()
      await look(page, `${lang} room, ${name}`)
    }
    return
  }
  await expect(editorAt(page, 0, lang)).toBeVisible({ timeout: 30_000 })
  await look(page, `${lang} room`)
  const door = page.getByRole('button', { name: pattern(rooms('head.door')) })
  if (await door.isVisible()) {
    await door.click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(page, `${lang} room, people`)
    await page.keyboard.press('Escape')
  }
  for (const [item, what] of [
    ['more.keys', 'keys'],
    ['more.devices', 'devices'],
  ] as const) {
    await page
      .getByRole('toolbar', { name: rooms('controls.label') })
      .getByRole('button', { name: rooms('controls.more') })
      .click()
    await look(page, `${lang} room, menu`)
    await page.getByRole('menuitem', { name: rooms(item) }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(page, `${lang} room, ${what}`)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await page
    .getByRole('toolbar', { name: rooms('controls.label') })
    .getByRole('button', { name: rooms('controls.leave') })
    .click()
  await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toBeVisible()
  await look(page, `${lang} room, leaving`)
  await page.keyboard.press('Escape')
}

test.describe('an empty house', () => {
  const empty = openHouse({ withDemo: false })

  test('setting up, in three languages', async ({ come }) => {
    found.length = 0
    for (const lang of locales) {
      const { page } = await come({ lang })
      await page.goto(`${empty.http}/setup`)
      await settled(page)
      await look(page, `${lang} /setup`)
    }
    expect(found).toEqual([])
  })
})
