// kill -9 of the whole house, as a power cut of the machine's processes does it: server, Postgres and all that belongs to
// them at one moment, under load; then a start as a person does it. Never missing: an acknowledged update.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '@/db/client'
import { newFreeDocument, tokenFor } from '@/tests/support/collab'
import { startApp } from '@/tests/support/app'
import { processesOf } from '@/tests/support/process-tree'
import { makeTestRoom } from '@/tests/support/room'
import { figure, form, pause, random } from './form'
import { audit, emptySum, share, startWriters, tally, told } from './ledger'

test(`${form.houseKills} kills of the whole house`, { timeout: 240_000 + form.houseKills * 40_000 }, async () => {
  const next = random(form.seed)
  const app = await startApp({ withDemo: false, withLiveKit: false })
  const databaseUrl = () => {
    const note = JSON.parse(readFileSync(path.join(app.dataDir, 'runtime.json'), 'utf8')) as {
      runtime: { databaseUrl: string }
    }
    return note.runtime.databaseUrl
  }
  const sum = emptySum()
  try {
    let database = connect(databaseUrl(), { max: 2 })
    const room = await makeTestRoom(database.db)
    const token = await tokenFor(database.db, room.secretary, 12 * 3_600)
    const documents = await Promise.all([1, 2].map(() => newFreeDocument(database.db, room.secretary)))
    for (let kill = 1; kill <= form.houseKills; kill++) {
      const url = `ws://127.0.0.1:${app.ports.http}/collab`
      const writers = await startWriters(url, documents, token, `h${kill}`)
      await pause(500 + next() * 700)
      tally(told(writers), performance.now(), sum)
      await database.end().catch(() => {})
      for (const { pid } of processesOf(app.dataDir)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It ended with another of them.
        }
      }
      await app.kill9()
      await Promise.all(writers.map((writer) => writer.client.untilClosed()))
      await Promise.all(writers.map((writer) => writer.stop()))
      await app.restart()
      database = connect(databaseUrl(), { max: 2 })
      const { missing, wrong } = await audit(database, told(writers))
      sum.missing += missing
      expect(wrong, `kill ${kill}, seed ${form.seed}`).toEqual([])
    }
    await database.end()
  } finally {
    await app.stop()
  }
  figure('kill -9 of the whole house', { kills: form.houseKills, ...sum, shareOfOldAcknowledged: share(sum) })
  expect(sum.missing).toBe(0)
  expect(sum.acknowledged).toBeGreaterThan(form.houseKills * 30)
  expect(share(sum)).toBeGreaterThanOrEqual(0.95)
})
