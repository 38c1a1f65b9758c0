// The first thing an operator reads: addresses, the way in for phones, the state of each part, what to do next.
import qrcode from 'qrcode'
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { runtime } from '@/server/env'
import { makeSetupCode, setupCodeMinutes } from '@/server/setup/make-setup-code'
import { isEmpty } from '@/server/setup/read'
import type { HouseNodes } from './bring-up-nodes'

type Facts = {
  db: Db
  mode: 'start' | 'demo' | 'dev'
  notes: string[]
  mediaLine: string
  nodes: HouseNodes | null
  seconds: number
}

export async function printBanner({ db, mode, notes, mediaLine, nodes, seconds }: Facts): Promise<void> {
  const { addresses, livekit, livekitMissing, mail, answersTo, databaseKind } = runtime()
  const lines = [
    '',
    '聯席 Lianxi',
    `  here       ${addresses.local}`,
    ...addresses.lan.map((address) => `  phones     ${address}`),
    ...(addresses.public ? [`  public     ${addresses.public}`] : []),
    `  database   ready (${databaseKind} PostgreSQL)`,
    ...(nodes ? [`  nodes      ${nodes.state}`] : []),
    `  video      ${livekit ? 'ready' : livekitMissing} (${mediaLine})`,
    `  mail       ${mail ? 'set' : 'not set: invitations and notices go by link'}`,
    ...(answersTo ? [`  answers    come to ${answersTo}`] : []),
    ...notes.map((note) => `  note       ${note}`),
  ]
  const phone = addresses.public ?? addresses.lan[0]
  if (phone) {
    lines.push(
      '',
      await qrcode.toString(phone, process.stdout.isTTY ? { type: 'terminal', small: true } : { type: 'utf8' }),
    )
    lines.push(
      addresses.public
        ? '  Phones scan the code.'
        : '  Phones on this network scan the code. The certificate is this machine’s own: the browser asks once.',
    )
  }
  const isNew = await isEmpty(db)
  if (mode === 'demo') {
    const { demoLinks } = await import('@/server/demo/links')
    lines.push('', ...(await demoLinks(db, addresses.local, clock.now())))
  } else if (isNew) {
    const code = await makeSetupCode(db, clock.now())
    lines.push(
      '',
      `  Set-up code ${code}`,
      `  Valid ${setupCodeMinutes} minutes and five tries, at ${addresses.local}/setup. A restart prints a new one.`,
    )
  }
  lines.push('', `Ready in ${seconds.toFixed(1)} s. Ctrl-C stops in order.`, '')
  process.stdout.write(lines.join('\n'))
}
