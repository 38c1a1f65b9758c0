// kill -9 while somebody types: what others had seen, what had been acknowledged, and is gone.
import { inParallel } from './load/edit'
import { seeded } from './inputs'
import { atMost, type Measure, type Outcome, type Sizes } from './measure'
import { nowMs, pause } from './processes'
import { Load } from './load/process'
import { Instance, type Place, type Server } from './stage'

/** Several instances at once: what is lost does not hang on the speed of the machine. */
async function kills(server: Server, place: Place, set: Sizes, seed: number): Promise<Outcome> {
  const random = seeded(seed)
  const load = new Load(place.bundles)
  const instances: Instance[] = []
  const rows: { seen: number; acknowledged: number; seconds: number; told: number }[] = []
  try {
    await inParallel(Array.from({ length: set.kills }), 3, async () => {
      instances.push(await Instance.start(server, place, 1))
    })
    for (const { wire, documents } of instances) await load.call('type', { wire, document: documents[0]!, rate: 20 })
    const from = nowMs()
    await Promise.all(
      instances.map(async (instance, n) => {
        const share = (n + random()) / set.kills
        await pause(set.killFromMs + set.killSpanMs * share - (nowMs() - from))
        const killedAt = nowMs()
        instance.process.signal('SIGKILL')
        await instance.process.gone
        const document = instance.documents[0]!
        const { at, seen, acknowledged } = await load.call('typed', { document })
        await instance.restart()
        const text = await load.call('read', { wire: instance.wire, document })
        const there = new Set(text.split(';').map(Number))
        const lost = at.map((_, index) => index + 1).filter((number) => !there.has(number))
        const lostSeen = lost.filter((number) => number <= seen)
        rows.push({
          seen: lostSeen.length,
          acknowledged: lost.filter((number) => number <= acknowledged).length,
          seconds: lostSeen.length === 0 ? 0 : (killedAt - at[lostSeen[0]! - 1]!) / 1000,
          told: acknowledged,
        })
      }),
    )
  } finally {
    load.end()
    await Promise.all(instances.map((instance) => instance.end()))
  }
  const sum = (key: keyof (typeof rows)[number]) => rows.reduce((total, row) => total + row[key], 0)
  const hasAnswer = sum('told') > 0
  return {
    values: {
      kills: rows.length,
      acknowledged: sum('told'),
      lostAcknowledged: hasAnswer ? sum('acknowledged') : null,
      lostSeen: sum('seen'),
      secondsLost: sum('seconds') / rows.length,
    },
    doubts: [],
  }
}

export function killingMeasure(set: Sizes): Measure {
  let runs = 0
  return {
    name: 'kills',
    isSteady: true,
    title: 'kill -9 while somebody types',
    what: `20 edits a second without a pause, another client looks on; SIGKILL ${set.killFromMs / 1000}–${(set.killFromMs + set.killSpanMs) / 1000} s in, a new start, and a fresh client reads. Ours acknowledges what is on disk, Hocuspocus what is in memory, y-websocket nothing. (\`KILL_CYCLES=1000\` with tests/fault/kill.test.ts is the long proof.)`,
    figures: [
      { key: 'kills', name: 'kills', unit: '' },
      { key: 'acknowledged', name: 'acknowledged', unit: 'edits' },
      { key: 'lostAcknowledged', name: 'acknowledged and lost', unit: 'edits', isDrawn: 'value' },
      { key: 'lostSeen', name: 'seen by others and lost', unit: 'edits', isDrawn: 'value' },
      { key: 'secondsLost', name: 'lost, mean', unit: 's' },
    ],
    steps: [
      {
        name: `${set.kills} kills`,
        servers: ['lianxi', 'y-websocket', 'hocuspocus'],
        run: (server, place) => kills(server, place, set, Math.floor(runs++ / 3)),
        bounds: { lostAcknowledged: atMost(0) },
      },
    ],
  }
}
