// A phone in another network: its own namespace, reached over https at this machine's address there. It gets the door, a
// secure context, and picture and sound both ways. Needs root and iproute2; where they are missing it says so.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from '@playwright/test'
import { startApp, type App } from '../support/app'
import { findChromium } from '../support/obtain.mjs'
import { enterRoom } from '../support/room-page'
import { allowedHosts, expect, expectMovingPicture, signIn, test } from '../support/story'
import { pattern, words } from '../support/words'

const rooms = words('zh-Hant', 'rooms')
const door = words('zh-Hant', 'door')

const tag = String(process.pid % 10_000)
const name = `lx-phone-${tag}`
const here = `10.77.${process.pid % 250}.1`
const there = `10.77.${process.pid % 250}.2`
const ip = (...words: string[]) => execFileSync('ip', words, { stdio: 'pipe' })

let app: App | undefined
let phoneBrowser: Browser | undefined
let folder: string | undefined
let why: string | null = null

test.beforeAll(async () => {
  test.setTimeout(300_000)
  try {
    ip('netns', 'add', name)
    ip('link', 'add', `lxh${tag}`, 'type', 'veth', 'peer', 'name', `lxp${tag}`)
    ip('link', 'set', `lxp${tag}`, 'netns', name)
    ip('addr', 'add', `${here}/24`, 'dev', `lxh${tag}`)
    ip('link', 'set', `lxh${tag}`, 'up')
    ip('-n', name, 'addr', 'add', `${there}/24`, 'dev', `lxp${tag}`)
    ip('-n', name, 'link', 'set', `lxp${tag}`, 'up')
    ip('-n', name, 'link', 'set', 'lo', 'up')
  } catch (error) {
    why = `no second network can be made here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`
    return
  }
  allowedHosts.add(here)
  // After the address is there: the certificate and LiveKit take the addresses of the start.
  app = await startApp()
  folder = mkdtempSync(path.join(tmpdir(), 'lianxi-phone-'))
  const wrapper = path.join(folder, 'chromium')
  writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${name} ${(await findChromium())!} "$@"\n`)
  chmodSync(wrapper, 0o755)
  const options = test.info().project.use.launchOptions
  phoneBrowser = await chromium.launch({ ...options, executablePath: wrapper })
})

test.afterAll(async () => {
  await phoneBrowser?.close()
  await app?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
  for (const words of [
    ['link', 'del', `lxh${tag}`],
    ['netns', 'del', name],
  ])
    try {
      ip(...words)
    } catch {
      // Was never made.
    }
})

test('a phone in another network sees and is seen', async ({ come }, info) => {
  info.skip(why !== null, why ?? '')
  info.setTimeout(240_000)
  const { page: secretary } = await come()
  await signIn(secretary, app!.http + app!.demo.links.secretary)
  await enterRoom(secretary, app!)
  await secretary.getByRole('button', { name: rooms('controls.cameraOff') }).click()
  await expect(secretary.getByRole('button', { name: rooms('controls.cameraOn') })).toBeVisible({ timeout: 45_000 })

  const { page: phone } = await come({ phone: true, from: phoneBrowser! })
  // Plain http from another machine leads to https.
  await phone.goto(`http://${here}:${app!.ports.http}${app!.demo.links.join}`)
  await expect(phone).toHaveURL(new RegExp(`^https://${here}:${app!.ports.https}/join/`))
  expect(await phone.evaluate(() => isSecureContext)).toBe(true)
  await phone.getByLabel(door('form.name')).fill('遠處的家長')
  await phone.getByRole('button', { name: door('enter') }).click()
  await secretary.getByRole('button', { name: pattern(rooms('head.door')) }).click()
  await secretary.getByRole('button', { name: rooms('lobby.admitOf', { name: '遠處的家長' }) }).click()
  await secretary.keyboard.press('Escape')
  await expect(phone).toHaveURL(/\/rooms\//, { timeout: 30_000 })
  const camera = phone.getByRole('button', { name: rooms('controls.cameraOff') })
  await camera.click()
  await expect(phone.getByRole('button', { name: rooms('controls.cameraOn') })).toBeVisible({ timeout: 45_000 })
  await expectMovingPicture(phone, 'the phone sees the secretary')
  await expectMovingPicture(secretary, 'the secretary sees the phone')
})
