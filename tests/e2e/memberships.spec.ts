// By keyboard alone: a secretary gives an office, changes its term, and sees it flagged where she works. Two windows at
// once: the second is told what the first did and keeps what was typed. An office ends in a live sitting: the chair decides.
import AxeBuilder from '@axe-core/playwright'
import { endMembership } from '@/server/bodies/change-membership'
import { CountyId, MembershipId, PersonId } from '@/server/ids'
import { makeAccountLink } from '@/server/people/make-account-link'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'bodies')
const people = words('zh-Hant', 'people')
const home = words('zh-Hant', 'home')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Tabs on until the thing is reached, as a person would. */
async function tabTo(page: Page, name: string | RegExp, limit = 120) {
  for (let i = 0; i < limit; i++) {
    await page.keyboard.press('Tab')
    const text = await page.evaluate(() => {
      const at = document.activeElement
      if (at === document.body || at === null) return ''
      const label = (at as HTMLInputElement).labels?.[0]?.textContent
      return at.getAttribute('aria-label') ?? label ?? at.textContent ?? ''
    })
    if (typeof name === 'string' ? text.trim().startsWith(name) : name.test(text)) return
  }
  throw new Error(`not reached by Tab: ${String(name)}`)
}

/** Types a day into a date field, whatever order its parts stand in: by the picker's own value, then leaves it by Tab. */
const typeDay = (page: Page, day: string) =>
  page.locator(':focus').evaluate((input, value) => {
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!
    set.call(input, value)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  }, day)

const dayFromNow = (days: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date(Date.now() + days * 86_400_000))

async function membershipOf(name: string) {
  const [row] = await app.sql(
    'select m.id::text, m.body_id::text, m.version, m.until_on::text from memberships m join people p on p.id = m.person_id where p.name = $1 order by m.changed_at desc limit 1',
    [name],
  )
  return row as { id: string; body_id: string; version: number; until_on: string | null }
}

test('give an office, change its term, see the flag, without a mouse', async ({ come }) => {
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  const body = app.demo.bodies[0]!.id
  await page.goto(`${app.http}/bodies/${body}`)
  await tabTo(page, t('add.member'))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/members\/new/)

  const [auditor] = await app.sql("select name from people where user_name = 'demo.auditor'")
  const name = String(auditor!.name)
  await tabTo(page, people('finder.name'))
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name })).toBeVisible()
  await tabTo(page, name)
  await page.keyboard.press('Space')
  await tabTo(page, t('add.untilOn'))
  // An end before the start is refused, and what was typed is still there.
  await typeDay(page, dayFromNow(-400))
  await tabTo(page, t('add.submitMember'))
  await page.keyboard.press('Enter')
  await expect(page.getByText(words('zh-Hant', 'errors')('fields.beforeStart'))).toBeVisible()
  await expect(page.getByRole('radio', { name })).toBeChecked()
  await expect(page.getByLabel(t('add.untilOn'))).toHaveValue(dayFromNow(-400))
  await tabTo(page, t('add.untilOn'))
  await typeDay(page, dayFromNow(200))
  await tabTo(page, t('add.submitMember'))
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: t('membership.changeTitle') })).toBeVisible()
  await tabTo(page, t('add.untilOn'))
  await typeDay(page, dayFromNow(10))
  await tabTo(page, t('membership.save'))
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('membership.changed'))).toBeVisible()
  expect((await membershipOf(name)).until_on).toBe(dayFromNow(10))

  await page.goto(`${app.http}/bodies/${body}`)
  const flagged = page.getByRole('list', { name: t('endingTitle') }).getByRole('link', { name })
  await expect(flagged).toContainText('10')
  await page.goto(app.http)
  await expect(page.getByRole('list', { name: home('endingTerms') }).getByRole('link', { name })).toBeVisible()
})

test('two at once: the second sees what the first did and keeps what was typed', async ({ come }) => {
  const { page: first } = await come()
  await signIn(first, app.http + app.demo.links.convenor)
  const [person] = await app.sql("select name from people where user_name = 'demo.market'")
  const { id, body_id } = await membershipOf(String(person!.name))
  const address = `${app.http}/bodies/${body_id}/members/${id}`
  const { page: second } = await come({ storageState: await first.context().storageState() })
  await first.goto(address)
  await second.goto(address)
  await first.getByLabel(t('office')).selectOption('member')
  await first.getByRole('button', { name: t('membership.save') }).click()
  await expect(first.getByText(t('membership.changed'))).toBeVisible()

  await second.getByLabel(t('add.untilOn')).fill(dayFromNow(100))
  await second.getByRole('button', { name: t('membership.save') }).click()
  const told = second.getByRole('status').filter({ hasText: t('membership.overtaken') })
  await expect(told).toContainText(t('offices.member'))
  await expect(second.getByLabel(t('add.untilOn'))).toHaveValue(dayFromNow(100))
  await second.getByRole('button', { name: t('membership.save') }).click()
  await expect(second.getByText(t('membership.changed'))).toBeVisible()
  expect((await membershipOf(String(person!.name))).until_on).toBe(dayFromNow(100))

  // Ended, with the reason, and the office is gone.
  await second.getByText(t('membership.endTitle')).click()
  await second.getByRole('button', { name: t('membership.end') }).click()
  await expect(second.getByText(words('zh-Hant', 'errors')('fields.required'))).toBeVisible()
  await second.getByLabel(t('membership.reason')).fill('調離本縣')
  await second.getByRole('button', { name: t('membership.end') }).click()
  await expect(second.getByRole('status').filter({ hasText: '調離本縣' })).toBeVisible()
})

/** By a fresh one-time link, since those the demo printed work once. */
async function signInAs(page: Page, key: string) {
  const link = await app.withDb(async (db) => {
    const [county, person] = [CountyId.parse(app.demo.county.id), PersonId.parse(app.demo.people[key])]
    return makeAccountLink(db, { kind: 'operator' }, county, person, 'sign-in', new Date())
  })
  await signIn(page, app.http + link.path)
}

test('an office ends in the middle of a sitting, and the chair decides', async ({ come, watch }) => {
  // No video server in this house, and none is needed here.
  watch.expectErrors(/status of (4|5)\d\d/)
  const rooms = words('zh-Hant', 'rooms')
  const [{ page: chair }, { page: member }] = [await come(), await come()]
  await signInAs(chair, 'convenor')
  await signInAs(member, 'civil')
  for (const page of [chair, member]) {
    await page.goto(`${app.http}/rooms/${app.demo.meetings.live}`)
    await expect(page.locator('.room[data-ready="true"]')).toBeVisible({ timeout: 30_000 })
  }
  const [person] = await app.sql('select name from people where id = $1', [app.demo.people.civil!])
  const name = String(person!.name)
  const { id, version } = await membershipOf(name)
  await app.withDb((db) =>
    endMembership(
      db,
      { kind: 'operator' },
      CountyId.parse(app.demo.county.id),
      { membershipId: MembershipId.parse(id), version, reason: '調離本縣' },
      new Date(),
    ),
  )
  await expect(member.getByText(rooms('termEnd.mine.undecided'))).toBeVisible()
  const stay = chair.getByRole('button', { name: rooms('termEnd.speakerOf', { name }) })
  await expect(stay).toBeVisible()
  await expect(chair.getByRole('button', { name: rooms('termEnd.observerOf', { name }) })).toBeVisible()
  const { violations } = await new AxeBuilder({ page: chair }).withTags(tags).include('.room-notice').analyze()
  expect(violations).toEqual([])
  await stay.focus()
  await chair.keyboard.press('Enter')
  await expect(stay).toHaveCount(0)
  await expect(member.getByText(rooms('termEnd.mine.speaker'))).toBeVisible()
  const verbs = await app.sql('select verb from events order by seq desc limit 3')
  expect(verbs.map(({ verb }) => verb)).toEqual(['seat.settle-term', 'seat.term-ended', 'membership.end'])
})
