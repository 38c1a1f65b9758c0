// The secretary enters holidays with a line that is none, sets a rule, sees a date left out, moves one and plans: each date is a
// sitting once, also when it is pressed again, and stands on the year line with the meeting that settles its agenda.
import { addDays } from '../../server/action-items/model'
import { CountyId, PersonId } from '../../server/ids'
import { makeAccountLink } from '../../server/people/make-account-link'
import { datesOf } from '../../server/series/model'
import { isClean } from '../support/axe'
import { expect, openHouse, signIn, test } from '../support/story'
import { pattern, words } from '../support/words'

const app = openHouse({ withLiveKit: false })
const t = words('zh-Hant', 'series')
const holidays = words('zh-Hant', 'holidays')
const meetings = words('zh-Hant', 'meetings')

const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
const rule = {
  ...{ every: 1, pattern: 'month-weekday' as const, weekdays: [2], nth: 2, startTime: '14:30', minutes: 90 },
  ...{ beginsOn: addDays(today, 14), until: null, count: null, onDayOff: 'skip' as const, isWeekendOff: true },
}
const [first, second, third, fourth] = datesOf(rule, today, addDays(today, 200)) as [string, string, string, string]
const movedTo = addDays(third, 1)
/** The next last Sunday of March, when Berlin's clocks go forward. */
const gapDay = datesOf(
  { ...rule, every: 1, weekdays: [7], nth: -1, isWeekendOff: false, beginsOn: today },
  today,
  addDays(today, 400),
).find((day) => day.slice(5, 7) === '03')!

test('holidays, a rule, its dates, and sittings of them', async ({ come, watch }) => {
  // The form comes back with the line that is none.
  watch.expectErrors(/status of 422/)
  const { page } = await come()
  await signIn(page, app.http + app.demo.links.secretary)
  await page.goto(`${app.http}/settings`)
  await page.getByRole('link', { name: holidays('open') }).click()
  await page.goto(`${app.http}/settings/holidays?year=${second.slice(0, 4)}`)
  const off = page.getByLabel(holidays('off'), { exact: true })
  const before = (await off.inputValue()).split('\n').filter(Boolean)
  const lines = [...before, `${second} 校慶（示例）`, '春節放假']
  await off.fill(lines.join('\n'))
  await page.getByRole('button', { name: holidays('save', { year: second.slice(0, 4) }) }).click()
  const wrong = { list: holidays('off'), line: lines.length, fault: holidays('fault.day') }
  await expect(page.getByText(holidays('line', wrong))).toBeVisible()
  await expect(off).toHaveValue(lines.join('\n'))
  await isClean(page)
  // A published calendar fills both lists in, and nothing is saved by that.
  const event = (day: string, title: string) =>
    `BEGIN:VEVENT\r\nUID:${title}\r\nDTSTART;VALUE=DATE:${day.replaceAll('-', '')}\r\nSUMMARY:${title}\r\nEND:VEVENT\r\n`
  const file = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${event(second, '中秋（休）')}${event(addDays(second, 1), '中秋（班）')}END:VCALENDAR\r\n`
  await page.getByLabel(holidays('file')).setInputFiles({
    name: 'holidays.ics',
    mimeType: 'text/calendar',
    buffer: Buffer.from(file),
  })
  await page.getByRole('button', { name: holidays('fill') }).click()
  await expect(page.getByText(holidays('filled'))).toBeVisible()
  await expect(off).toHaveValue(`${second} 中秋`)
  await expect(page.getByLabel(holidays('working'), { exact: true })).toHaveValue(`${addDays(second, 1)} 中秋`)
  await isClean(page)
  await page.reload()
  await expect(off).toHaveValue(before.join('\n'))
  await off.fill(lines.slice(0, -1).join('\n'))
  await page.getByRole('button', { name: holidays('save', { year: second.slice(0, 4) }) }).click()
  await expect(page.getByText(holidays('saved'))).toBeVisible()

  const [joint] = await app.sql("select id::text, body_id::text, name from series where kind = 'joint'")
  await page.goto(`${app.http}/bodies/${String(joint!.body_id)}`)
  await page.getByRole('link', { name: String(joint!.name), exact: true }).click()
  await expect(page.getByText(t('none'))).toBeVisible()
  await page.getByLabel(t('form.weekday'), { exact: true }).selectOption('2')
  await page.getByLabel(t('form.beginsOn')).fill(rule.beginsOn)
  await page.getByLabel(t('form.onDayOff')).selectOption('skip')
  await page.getByRole('radio', { name: t('form.endings.until') }).check()
  await page.getByLabel(t('form.liaisonSeries')).selectOption({ index: 1 })
  await page.getByRole('button', { name: t('form.save') }).click()
  await expect(page.getByText(words('zh-Hant', 'errors')('fields.endless'))).toBeVisible()
  await expect(page.getByLabel(t('form.weekday'), { exact: true })).toHaveValue('2')
  await page.getByRole('radio', { name: t('form.endings.never') }).check()
  await page.getByRole('button', { name: t('form.save') }).click()
  await expect(page.getByText(t('form.saved'))).toBeVisible()

  const dates = page.getByRole('list', { name: t('dates.title') }).getByRole('listitem')
  await expect(dates.nth(1)).toContainText(t('dates.skipped', { name: '校慶（示例）' }))
  await dates.nth(2).locator('summary').click()
  await dates.nth(2).getByLabel(t('dates.move')).fill(movedTo)
  await dates
    .nth(2)
    .getByRole('button', { name: t('dates.moveButton') })
    .click()
  await expect(dates.nth(2).getByText(pattern(t('dates.byHand')))).toBeVisible()
  await isClean(page)

  const sittings = () =>
    app.sql(
      `select (starts_at at time zone 'Asia/Shanghai')::date::text as day, issue_number from meetings
       where series_id = $1 and occurrence_on is not null order by starts_at`,
      [String(joint!.id)],
    )
  const plan = async (through: string) => {
    await page.getByLabel(t('dates.through')).fill(through)
    await page.getByRole('button', { name: t('dates.submit') }).click()
  }
  await plan(fourth)
  await expect(dates.nth(3).getByRole('link', { name: pattern(t('dates.planned')) })).toBeVisible()
  const planned = await sittings()
  expect(planned.map(({ day }) => day)).toEqual([first, movedTo, fourth])
  expect(planned.map(({ issue_number: number }) => Number(number) - Number(planned[0]!.issue_number))).toEqual([
    0, 1, 2,
  ])
  await plan(fourth)
  await expect(page.getByText('沒有新的會議要排')).toBeVisible()
  expect(await sittings()).toEqual(planned)

  await dates
    .nth(3)
    .getByRole('link', { name: pattern(t('dates.planned')) })
    .click()
  await page.getByRole('link', { name: pattern(t('link.preparedBy')) }).click()
  await expect(page.getByRole('link', { name: pattern(t('link.prepares')) })).toBeVisible()
  const settles = t('settles', { title: String(joint!.name) })
  await expect(page.getByText(settles).first()).toBeVisible()

  await page.goto(`${app.http}/meetings`)
  const year = page.getByRole('region', { name: pattern(meetings('year.title')) })
  const named = year.getByRole('link', { name: new RegExp(`^${String(joint!.name)} 第`) })
  await expect(named).toHaveCount(planned.filter(({ day }) => String(day).startsWith(today.slice(0, 4))).length)
})

test('a county whose clocks change is told of the hour that is not there and of the one that comes twice', async ({
  come,
}) => {
  // Berlin: on the last Sunday of March half past two is skipped, on that of October it comes twice.
  await app.sql("update counties set time_zone = 'Europe/Berlin' where id = $1", [app.demo.county.id])
  const { page } = await come()
  const [countyId, person] = [CountyId.parse(app.demo.county.id), PersonId.parse(app.demo.people.secretary)]
  const link = await app.withDb((db) =>
    makeAccountLink(db, { kind: 'operator' }, countyId, person, 'sign-in', new Date()),
  )
  await signIn(page, app.http + link.path)
  const [other] = await app.sql(
    "select id::text, body_id::text from series where kind <> 'joint' and not exists (select 1 from series_rules r where r.series_id = series.id) limit 1",
  )
  await page.goto(`${app.http}/bodies/${String(other!.body_id)}/series/${String(other!.id)}`)
  await page.getByLabel(t('form.nth'), { exact: true }).selectOption('-1')
  await page.getByLabel(t('form.weekday'), { exact: true }).selectOption('7')
  await page.getByLabel(t('form.startTime'), { exact: true }).fill('02:30')
  await page.getByLabel(t('form.isWeekendOff')).uncheck()
  await page.getByRole('button', { name: t('form.save') }).click()
  await expect(page.getByText(t('form.saved'))).toBeVisible()

  const dates = page.getByRole('list', { name: t('dates.title') }).getByRole('listitem')
  const skipped = dates.filter({ hasText: t('dates.gap', { time: '02:30', actual: '03:30' }) })
  const twice = dates.filter({ hasText: t('dates.twice', { time: '02:30' }) })
  await expect(skipped).toHaveCount(1)
  await expect(skipped).toContainText('03:30–05:00')
  await expect(twice).toHaveCount(1)
  // An hour later by the clock than it began, though an hour and a half went by.
  await expect(twice).toContainText('02:30–03:00')

  // One sitting by hand: asked back, and what was typed is still there.
  await page.goto(`${app.http}/meetings/new`)
  await page.getByLabel(meetings('form.name')).fill('凌晨的會')
  await page.getByLabel(meetings('form.day')).fill(gapDay)
  await page.getByLabel(meetings('form.from')).fill('02:30')
  await page.getByLabel(meetings('form.until')).fill('04:00')
  await page.getByRole('button', { name: meetings('form.submit'), exact: true }).click()
  await expect(page.getByText(words('zh-Hant', 'errors')('fields.notOnClock'))).toBeVisible()
  await expect(page.getByLabel(meetings('form.from'))).toHaveValue('02:30')
})
