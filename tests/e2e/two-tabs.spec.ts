// One person, two tabs of the same sitting: one seat, the words of both, and the picture in the tab that was opened last.
import { expect, openHouse, signIn, test } from '../support/story'
import { editorAt, enterRoom, expectSaved, newParagraph } from '../support/room-page'
import { words } from '../support/words'

const app = openHouse()
const rooms = words('zh-Hant', 'rooms')

test('two tabs share a seat and lose nothing', async ({ come, watch }) => {
  // LiveKit's client reports its own channels when the other tab takes the media over.
  watch.expectErrors(/data ?channel/i)
  const { page: first, context } = await come()
  await signIn(first, app.http + app.demo.links.secretary)
  await enterRoom(first, app)
  const second = await context.newPage()
  await enterRoom(second, app)
  await expect(first.getByText(rooms('media.elsewhere.title')).first()).toBeVisible({ timeout: 45_000 })
  await newParagraph(first, 0)
  await first.keyboard.type('甲頁所寫')
  await newParagraph(second, 1)
  await second.keyboard.type('乙頁所寫')
  for (const page of [first, second]) {
    await expect(editorAt(page, 0)).toContainText('甲頁所寫')
    await expect(editorAt(page, 1)).toContainText('乙頁所寫')
    await expectSaved(page)
  }
  const seats = await app.sql('select 1 from seats where meeting_id = $1 and person_id = $2', [
    app.demo.meetings.live,
    app.demo.people.secretary!,
  ])
  expect(seats).toHaveLength(1)
  // The picture can be taken back.
  await first
    .getByRole('button', { name: rooms('media.elsewhere.takeBack') })
    .first()
    .click()
  await expect(second.getByText(rooms('media.elsewhere.title')).first()).toBeVisible({ timeout: 45_000 })
})
