// The chair in control, from three browsers and mostly by keyboard: hands, the floor and its microphone, a point of order,
// everybody muted, a co-chair; and how much of the pictures comes down a thin line.
import { makeSeatLink } from '@/server/rooms/make-seat-link'
import { MeetingId } from '@/server/ids'
import { expect, openHouse, received, signIn, test, type Page } from '../support/story'
import { enterRoom } from '../support/room-page'
import { pattern, words } from '../support/words'

const app = openHouse()
const rooms = words('zh-Hant', 'rooms')
const chairing = words('zh-Hant', 'chairing')
const door = words('zh-Hant', 'door')

const parentName = '林先生（旁聽家長）'
const said = (page: Page, text: string) =>
  expect(page.locator('[data-announcer]').getByText(text).first()).toBeAttached()
const control = (page: Page, name: string) => page.locator(`[data-control="${name}"]`)
const nameOf = async (id: string) => String((await app.sql('select name from people where id = $1', [id]))[0]!.name)

async function choose(page: Page, item: string) {
  await control(page, 'more').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: item }).focus()
  await page.keyboard.press('Enter')
}

/** A phone that believes it is tomorrow. */
const aDayOff = () => {
  const Real = Date
  globalThis.Date = new Proxy(Real, {
    construct: (target, args: [number?]) =>
      args.length === 0 ? new target(Real.now() + 86_400_000) : Reflect.construct(target, args),
    get: (target, key) => (key === 'now' ? () => Real.now() + 86_400_000 : Reflect.get(target, key)),
  })
}

/** Pictures of others that are still coming: bytes within a second, and their lines. */
const pictures = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const kept = (globalThis as { storyConnections?: RTCPeerConnection[] }).storyConnections ?? []
    const look = async () => {
      const found = new Map<string, { bytes: number; height: number }>()
      for (const connection of kept) {
        if (connection.connectionState === 'closed') continue
        const stats = await connection.getStats()
        stats.forEach(
          (one: { type: string; kind?: string; id: string; bytesReceived?: number; frameHeight?: number }) => {
            if (one.type === 'inbound-rtp' && one.kind === 'video')
              found.set(one.id, { bytes: one.bytesReceived ?? 0, height: one.frameHeight ?? 0 })
          },
        )
      }
      return found
    }
    const before = await look()
    await new Promise((done) => setTimeout(done, 1000))
    return [...(await look())]
      .filter(([id, now]) => now.bytes > (before.get(id)?.bytes ?? 0) + 500)
      .map(([, now]) => now.height)
  })

test('the chair in control', async ({ come }) => {
  test.setTimeout(240_000)
  const link = await app.withDb((db) =>
    makeSeatLink(
      db,
      { kind: 'operator' },
      {
        meetingId: MeetingId.parse(app.demo.meetings.live),
        seat: { name: parentName, unitId: null, role: 'listener' },
        isAdmitted: true,
      },
      new Date(),
    ),
  )
  const chair = (await come()).page
  const member = (await come()).page
  const parent = (await come({ before: aDayOff })).page
  const memberName = await nameOf(app.demo.people.liaison!)

  await test.step('three come in; a listener has no microphone', async () => {
    await signIn(chair, app.http + app.demo.links.convenor)
    await enterRoom(chair, app)
    await signIn(member, app.http + app.demo.links.liaison)
    await enterRoom(member, app)
    await parent.goto(app.http + link.path)
    await parent.getByRole('button', { name: door('enter') }).click()
    await expect(parent).toHaveURL(/\/rooms\//, { timeout: 30_000 })
    await expect(control(parent, 'microphone')).toHaveAccessibleName(rooms('controls.listening'), { timeout: 30_000 })
  })

  await test.step('a hand by keyboard, the floor by keyboard: the microphone may open and is heard', async () => {
    await parent.keyboard.press('Alt+h')
    await said(chair, rooms('said.handRaised', { name: parentName }))
    await chair.getByRole('button', { name: rooms('queue.giveTo', { name: parentName }) }).focus()
    await chair.keyboard.press('Enter')
    await said(parent, rooms('said.floorMine'))
    // The time at the floor is the server's, whatever the phone's clock says.
    await expect(parent.getByRole('timer')).toHaveText(/^0?0:\d\d/)
    await said(member, rooms('said.floorGiven', { name: parentName }))
    await expect(control(parent, 'microphone')).toHaveAccessibleName(rooms('controls.microphoneOff'))
    await parent.keyboard.press('Alt+m')
    await expect(control(parent, 'microphone')).toHaveAccessibleName(rooms('controls.microphoneOn'), {
      timeout: 30_000,
    })
    await expect.poll(async () => (await received(chair)).audioBytes).toBeGreaterThan(2000)
  })

  await test.step('a point of order stands before an earlier hand; its floor closes the microphone before', async () => {
    await choose(member, chairing('hand.order'))
    await said(chair, rooms('said.handRaised', { name: memberName }))
    const queue = chair.getByRole('region', { name: rooms('queue.title') })
    await expect(queue.getByRole('listitem').first()).toContainText(chairing('queue.order'))
    await chair.getByRole('button', { name: rooms('queue.giveTo', { name: memberName }) }).focus()
    await chair.keyboard.press('Enter')
    await said(parent, rooms('said.floorTakenFromMe'))
    await expect(control(parent, 'microphone')).toHaveAccessibleName(rooms('controls.listening'))
    await expect(chair.getByRole('group', { name: rooms('floor.label') })).toContainText(
      chairing('floor.order', { name: memberName }),
    )
    // LiveKit itself sends nothing of the former speaker any more.
    await expect
      .poll(async () => {
        const before = (await received(chair)).audioBytes
        await chair.evaluate(() => new Promise((done) => setTimeout(done, 1000)))
        return (await received(chair)).audioBytes - before
      })
      .toBe(0)
  })

  await test.step('everybody is muted, and told; nobody is muted for good', async () => {
    await chair.getByRole('button', { name: rooms('floor.takeBack') }).focus()
    await chair.keyboard.press('Enter')
    await said(member, rooms('said.floorTakenFromMe'))
    await member.keyboard.press('Alt+m')
    await expect(control(member, 'microphone')).toHaveAccessibleName(rooms('controls.microphoneOn'), {
      timeout: 30_000,
    })
    await choose(chair, rooms('more.people'))
    await chair.getByRole('button', { name: chairing('people.muteAll') }).focus()
    await chair.keyboard.press('Enter')
    await said(member, rooms('mediaNews.mutedByChair'))
    await expect(control(member, 'microphone')).toHaveAccessibleName(rooms('controls.microphoneOff'))
    await member.keyboard.press('Alt+m')
    await expect(control(member, 'microphone')).toHaveAccessibleName(rooms('controls.microphoneOn'), {
      timeout: 30_000,
    })
  })

  await test.step('a co-chair runs the room, until not', async () => {
    await expect(control(member, 'door')).toHaveCount(0)
    const menu = chair.getByRole('button', { name: rooms('people.menuOf', { name: memberName }) })
    await menu.focus()
    await chair.keyboard.press('Enter')
    await chair.getByRole('menuitem', { name: chairing('people.makeCoChair') }).focus()
    await chair.keyboard.press('Enter')
    await expect(control(member, 'door')).toBeVisible()
    await menu.focus()
    await chair.keyboard.press('Enter')
    await chair.getByRole('menuitem', { name: chairing('people.endCoChair') }).focus()
    await chair.keyboard.press('Enter')
    await expect(control(member, 'door')).toHaveCount(0)
    await chair.keyboard.press('Escape')
  })

  await test.step('less data: one small picture, then none, then all again', async () => {
    await chair.keyboard.press('Alt+v')
    await member.keyboard.press('Alt+v')
    for (const page of [chair, member])
      await expect(control(page, 'camera')).toHaveAccessibleName(rooms('controls.cameraOn'), { timeout: 30_000 })
    await expect.poll(async () => (await pictures(parent)).length, { timeout: 45_000 }).toBe(2)
    await choose(parent, rooms('more.data'))
    await parent.getByRole('radio', { name: pattern(`${rooms('data.saving.name')}{x}`) }).press('Space')
    await expect.poll(async () => (await pictures(parent)).length, { timeout: 30_000 }).toBe(1)
    await expect.poll(async () => Math.max(...(await pictures(parent))), { timeout: 30_000 }).toBeLessThanOrEqual(180)
    await parent.getByRole('radio', { name: pattern(`${rooms('data.sound.name')}{x}`) }).press('Space')
    await expect.poll(async () => (await pictures(parent)).length, { timeout: 30_000 }).toBe(0)
    await expect(parent.locator('video.tile-video')).toHaveCount(0)
    // The member is heard all the while.
    const before = (await received(parent)).audioBytes
    await expect.poll(async () => (await received(parent)).audioBytes).toBeGreaterThan(before + 1000)
    // What was used is shown; the choice is kept on this device.
    await parent.keyboard.press('Escape')
    await expect(parent.getByRole('button', { name: pattern(`${rooms('data.sound.name')} · {x} MB`) })).toBeVisible()
    await parent.reload()
    await expect(parent.getByRole('button', { name: pattern(`${rooms('data.sound.name')}{x}`) })).toBeVisible({
      timeout: 60_000,
    })
    await expect.poll(async () => (await received(parent)).audioBytes, { timeout: 60_000 }).toBeGreaterThan(2000)
    expect((await pictures(parent)).length).toBe(0)
    await choose(parent, rooms('more.data'))
    await parent.getByRole('radio', { name: pattern(`${rooms('data.standard.name')}{x}`) }).press('Space')
    await expect.poll(async () => (await pictures(parent)).length, { timeout: 30_000 }).toBe(2)
  })
})
