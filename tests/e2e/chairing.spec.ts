// What a chair does to others, in real browsers with a real LiveKit: the right to speak given and taken, microphones closed, a
// shared screen stopped, reactions, somebody removed for good, the chair's own line lost, the end for all. Each is asked of
// LiveKit or of the server, not of the page that did it, and each stands in the audit trail.
import { dispose, Room, RoomEvent } from '@livekit/rtc-node'
import { TrackSource } from 'livekit-server-sdk'
import { runtime } from '@/server/env'
import { MeetingId } from '@/server/ids'
import { listMediaParticipants, mediaServer } from '@/server/rooms/media-server'
import { enterRoom } from '../support/room-page'
import { expect, openHouse, signIn, test, type Page } from '../support/story'
import { storyClock } from '../support/story-clock'
import { pattern, words } from '../support/words'

const rooms = words('zh-Hant', 'rooms')
const chairing = words('zh-Hant', 'chairing')
const door = words('zh-Hant', 'door')
const errors = words('zh-Hant', 'errors')
const audit = words('zh-Hant', 'audit')
const clock = storyClock()
const app = openHouse({ env: clock.env })

const control = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: rooms('controls.label') }).getByRole('button', { name, exact: true })
const openMicrophone = async (page: Page) => {
  await control(page, rooms('controls.microphoneOff')).click()
  await expect(control(page, rooms('controls.microphoneOn'))).toBeVisible({ timeout: 20_000 })
}
const openPeople = (page: Page) => page.getByRole('button', { name: pattern(rooms('head.door')) }).click()
const closePeople = (page: Page) => page.getByRole('button', { name: rooms('people.close'), exact: true }).click()

async function withSeat(page: Page, name: string, deed: string) {
  await page.getByRole('button', { name: rooms('people.menuOf', { name }) }).click()
  await page.getByRole('menuitem', { name: deed }).click()
}

async function react(page: Page, kind: 'agree' | 'applause') {
  await control(page, rooms('reactions.menu')).click()
  await page.getByRole('menuitem', { name: rooms(`reactions.${kind}`) }).click()
}

/** What LiveKit itself lets a seat send, and what it is sending; null when it has nobody of that seat. */
const atLiveKit = (seatId: string) =>
  app.withDb(async () => {
    const here = await listMediaParticipants(mediaServer()!, MeetingId.parse(app.demo.meetings.live))
    const found = here.find(({ identity }) => identity === seatId)
    return found
      ? {
          mayPublish: found.permission?.canPublish ?? false,
          sends: found.tracks.filter(({ muted }) => !muted).map(({ source }) => TrackSource[source]),
        }
      : null
  })
const expectAtLiveKit = (seatId: string, what: string) => expect.poll(() => atLiveKit(seatId), { message: what })

async function seatOf(key: 'convenor' | 'secretary' | 'liaison') {
  const [seat] = await app.sql('select id, name from seats where meeting_id = $1 and person_id = $2', [
    app.demo.meetings.live,
    app.demo.people[key]!,
  ])
  return { id: String(seat!.id), name: String(seat!.name) }
}

test('a chair gives, takes, closes, stops, removes and ends', async ({ come, watch }) => {
  test.setTimeout(300_000)
  await app.sql("update seats set role = 'listener' where id = $1", [app.demo.guestSeat])
  const convenor = (await come()).page
  const secretary = (await come()).page
  const liaison = (await come()).page
  const guest = (await come()).page
  const tokens: string[] = []
  liaison.on('websocket', (socket) => {
    const token = new URL(socket.url()).searchParams.get('access_token')
    if (token) tokens.push(token)
  })
  await signIn(convenor, app.http + app.demo.links.convenor)
  await signIn(secretary, app.http + app.demo.links.secretary)
  await signIn(liaison, app.http + app.demo.links.liaison)
  for (const page of [convenor, secretary, liaison]) await enterRoom(page, app)
  await guest.goto(app.http + app.demo.links.parent)
  await guest.getByRole('button', { name: door('enter') }).click()
  await expect(guest).toHaveURL(/\/rooms\//, { timeout: 30_000 })
  const chair = await seatOf('convenor')
  const clerk = await seatOf('secretary')
  const member = await seatOf('liaison')
  const [listener] = await app.sql('select id, name from seats where id = $1', [app.demo.guestSeat])
  const listenerId = String(listener!.id)
  const listenerName = String(listener!.name)

  await test.step('a listener speaks while they have the floor; taken back, LiveKit lets them send nothing', async () => {
    await expectAtLiveKit(listenerId, 'a listener may send nothing').toEqual({ mayPublish: false, sends: [] })
    await control(guest, rooms('controls.askFloor')).click()
    await convenor.getByRole('button', { name: rooms('queue.giveTo', { name: listenerName }) }).click()
    await openMicrophone(guest)
    await expectAtLiveKit(listenerId, 'their voice').toEqual({ mayPublish: true, sends: ['MICROPHONE'] })
    await convenor.getByRole('button', { name: rooms('floor.takeBack') }).click()
    await expectAtLiveKit(listenerId, 'the right is gone').toEqual({ mayPublish: false, sends: [] })
    await control(guest, rooms('controls.listening')).click()
    await expect(guest.locator('[data-problem="notAllowedHere"]')).toBeVisible()
    // Not by the browser's own hand either: what LiveKit does not allow it does not take.
    expect(await atLiveKit(listenerId)).toEqual({ mayPublish: false, sends: [] })
  })

  await test.step('one microphone closed, then all; each may open theirs again', async () => {
    await openMicrophone(liaison)
    await openMicrophone(secretary)
    await openPeople(convenor)
    await withSeat(convenor, member.name, rooms('people.mute'))
    await expect(control(liaison, rooms('controls.microphoneOff'))).toBeVisible()
    await expectAtLiveKit(member.id, 'closed at LiveKit').toEqual({ mayPublish: true, sends: [] })
    await openMicrophone(liaison)
    await convenor.getByRole('button', { name: chairing('people.muteAll') }).click()
    await expect(control(liaison, rooms('controls.microphoneOff'))).toBeVisible()
    await expectAtLiveKit(member.id, 'closed with all').toEqual({ mayPublish: true, sends: [] })
    await expectAtLiveKit(clerk.id, 'who runs the room is spared').toEqual({ mayPublish: true, sends: ['MICROPHONE'] })
  })

  await test.step('a shared screen is stopped', async () => {
    await control(liaison, rooms('controls.share')).click()
    await expect.poll(async () => (await atLiveKit(member.id))?.sends, { timeout: 20_000 }).toContain('SCREEN_SHARE')
    await expect(convenor.locator(`[data-seat="${member.id}"][data-screen]`)).toHaveCount(1)
    await withSeat(convenor, member.name, chairing('people.stopShare'))
    await expect.poll(async () => (await atLiveKit(member.id))?.sends).not.toContain('SCREEN_SHARE')
    await expect(control(liaison, rooms('controls.share'))).toBeVisible()
  })

  await test.step('reactions are seen and counted, and gone when the chair turns them off', async () => {
    await closePeople(convenor)
    await react(liaison, 'applause')
    await react(secretary, 'applause')
    for (const page of [convenor, liaison, guest]) {
      await expect(page.locator(`[data-seat="${member.id}"] [data-reaction="applause"]`)).toBeVisible()
      await expect(page.locator('[data-count="applause"]')).toContainText('2')
    }
    await openPeople(convenor)
    await convenor.getByRole('button', { name: rooms('reactions.turnOff') }).click()
    for (const page of [convenor, secretary, liaison])
      await expect(page.locator('[data-control="react"]')).toHaveCount(0)
    await expect(liaison.locator('[data-reaction]')).toHaveCount(0)
    await convenor.getByRole('button', { name: rooms('reactions.turnOn') }).click()
    await expect(control(liaison, rooms('reactions.menu'))).toBeVisible()
  })

  // Chromium and LiveKit's client say in the console, in many ways, that a line is refused or gone. An error thrown in a page is
  // a fault here too.
  await watch.expectErrorsDuring(/: console: /, async () => {
    await test.step('removed for good: out of LiveKit, refused at every entrance, with an old token too', async () => {
      const token = tokens.at(-1)!
      const { livekit } = await app.withDb(async () => runtime())
      expect((await fetch(`${app.http}/livekit/rtc/validate?access_token=${token}`)).status).toBe(200)
      await withSeat(convenor, member.name, rooms('people.remove'))
      await convenor.getByRole('button', { name: rooms('people.removeConfirm'), exact: true }).click()
      await expect(liaison.getByRole('heading', { name: errors('seat_banned.title') })).toBeVisible()
      await expectAtLiveKit(member.id, 'gone from LiveKit').toBe(null)
      // The token is good for minutes more: our proxy refuses it, and who brings it to LiveKit itself is dropped at once.
      expect((await fetch(`${app.http}/livekit/rtc/validate?access_token=${token}`)).status).toBe(403)
      expect(
        await liaison.evaluate(
          (url) =>
            new Promise((done) => {
              const socket = new WebSocket(url)
              socket.onopen = () => done('opened')
              socket.onerror = () => done('refused')
            }),
          `${app.http.replace('http', 'ws')}/livekit/rtc?access_token=${token}`,
        ),
      ).toBe('refused')
      const direct = new Room()
      const dropped = new Promise((done) => direct.once(RoomEvent.Disconnected, done))
      await direct.connect(livekit!.httpUrl.replace('http', 'ws'), token, { autoSubscribe: false, dynacast: false })
      await dropped
      await dispose()
      expect(await atLiveKit(member.id)).toBe(null)
      for (const url of [`${app.http}/rooms/${app.demo.meetings.live}`, app.http + app.demo.links.join]) {
        await liaison.goto(url)
        const knock = liaison.getByRole('button', { name: door('enter') })
        if (await knock.isVisible()) await knock.click()
        await expect(liaison.getByRole('heading', { name: errors('seat_banned.title') })).toBeVisible()
      }
      await closePeople(convenor)
    })

    await test.step('the chair’s line is gone for a minute: the secretary presides, and the chair comes back to it', async () => {
      const actingAt = (page: Page) => page.locator(`[data-person="${clerk.id}"]`).getByText(chairing('people.acting'))
      const sockets = async () => (await app.metrics('lianxi_signals_sockets')).lianxi_signals_sockets
      const before = await sockets()
      await convenor.goto('about:blank')
      await expectAtLiveKit(chair.id, 'the chair is gone').toBe(null)
      // Both lines ended before the clock moves: a line counts as seen until it ends.
      await expect.poll(sockets).toBe(before - 1)
      // Within what LiveKit forgives between its clock and the house's; the rest of the minute passes by itself.
      clock.goForward(55_000)
      await openPeople(secretary)
      await expect(actingAt(secretary)).toBeVisible({ timeout: 30_000 })
      await enterRoom(convenor, app)
      await expect(actingAt(secretary)).toHaveCount(0, { timeout: 20_000 })
      await closePeople(secretary)
    })

    await test.step('the sitting is ended for all', async () => {
      await control(convenor, rooms('controls.more')).click()
      await convenor.getByRole('menuitem', { name: rooms('more.end') }).click()
      await convenor.getByRole('button', { name: rooms('leaving.end'), exact: true }).click()
      for (const page of [convenor, secretary, guest])
        await expect(page.getByRole('heading', { name: rooms('over.meeting_over.title') })).toBeVisible()
      for (const id of [chair.id, clerk.id, listenerId]) await expectAtLiveKit(id, 'nobody is left').toBe(null)
    })

    await test.step('all of it stands in the audit trail', async () => {
      await app.sql("update people set admin_roles = array['audit'] where id = $1", [app.demo.people.secretary!])
      const did = { [chair.name]: ['floor.give', 'floor.take-back', 'seat.mute', 'seat.mute-all', 'share.stop'] }
      did[chair.name]!.push('meeting.set-reactions', 'seat.remove', 'meeting.end')
      did[audit('actors.system')] = ['chair.hand-over', 'chair.return']
      for (const [who, verbs] of Object.entries(did))
        for (const verb of verbs) {
          await secretary.goto(`${app.http}/audit?verb=${verb}`)
          const row = secretary.getByRole('row').filter({ hasText: who }).first()
          await expect(row).toContainText(audit(`verbs.${verb}`))
          await expect(row).toContainText(audit('results.done'))
        }
    })
  })
})
