// How many connections one node carries and how many two do, behind a plain round-robin proxy, until edits come late.
import { startBalancer } from '@/tests/support/balancer'
import { atLeast, doubtsOf, foreignCores, type Inputs, type Measure, type Outcome, type Sizes } from './measure'
import { Quota } from './quota'
import { onStage, type Place, type Server } from './stage'

/** Of a core, for each node. */
const share = 0.12
/** Milliseconds: an edit that takes longer at the 99th percentile is late. What passes from node to node waits for a commit (50) and a hint (20). */
const lateAt = 250
const [writers, observers, rate] = [5, 5, 10]
/** Editors; how fine the answer is. */
const grain = 20
const most = 1_280

type Probe = { p99: number; isCarried: boolean; foreign: number }

/** One document, `editors` on it, an equal part of them at each of `nodes` nodes. */
const probe = (server: Server, place: Place, set: Sizes, inputs: Inputs, nodes: number, editors: number) =>
  onStage(server, place, { documents: 2 }, async ({ instance, probe: timed, crowd }): Promise<Probe> => {
    const others = await Promise.all(Array.from({ length: nodes - 1 }, () => instance.startAnother()))
    const balancer = await startBalancer([instance.port, ...others.map(({ port }) => port)])
    const quotas: Quota[] = []
    try {
      const wire = instance.wireAt(balancer.port)
      const [document, spare] = instance.documents as [string, string]
      await timed.call('push', { wire, document: spare, ...inputs.warming() })
      await crowd.call('open', { wire, documents: [document], perDocument: editors - writers - observers })
      for (const { pid } of [instance.process, ...others.map(({ process }) => process)]) {
        const quota = new Quota(share)
        quotas.push(quota)
        quota.hold(pid)
      }
      const before = await crowd.call('count')
      const edited = await timed.call('edit', {
        wire,
        documents: [document],
        writers,
        observers,
        sampled: 1,
        rate,
        windowMs: set.nodesWindowMs,
        warmUpMs: set.warmUpMs,
        cursorRate: 0,
        base: null,
        watched: instance.watched,
      })
      const after = await crowd.call('count')
      const isCarried = edited.missing === 0 && edited.closed + after.closed === 0 && edited.p99 <= lateAt
      return { p99: edited.p99, isCarried, foreign: foreignCores(edited, after.ownCpu - before.ownCpu) }
    } finally {
      await balancer.close()
      await Promise.all(others.map(({ process }) => process.stop(3_000)))
      // A group can be taken away when its processes are gone.
      await instance.process.stop(3_000)
      quotas.forEach((quota) => quota.end())
    }
  })

/** The largest number of editors that is carried, and the latency at it. */
async function mostCarried(ask: (editors: number) => Promise<Probe>): Promise<{ editors: number; p99: number }> {
  let [good, p99] = [0, 0]
  let bad = most + grain
  for (let editors = 80; bad - good > grain;) {
    const { isCarried, p99: here } = await ask(editors)
    if (isCarried) [good, p99] = [editors, here]
    else bad = editors
    editors = bad > most ? Math.min(most, good * 2) : Math.round((good + bad) / 2 / grain) * grain
    if (editors <= good || editors >= bad) break
  }
  return { editors: good, p99 }
}

export function twoNodesMeasure(set: Sizes, inputs: Inputs): Measure {
  return {
    name: 'nodes',
    title: 'Connections one node carries, and two',
    what: `One document, 5 writers, 10 edits a second each; editors are added until an edit is not delivered or its p99 passes ${lateAt} ms (to ${grain} editors). Each node is held to ${share * 100} % of a core by the kernel, since this machine has no core for a second one; the proxy gives each connection to the next node.`,
    isSteady: true,
    figures: [
      { key: 'one', name: 'one node', unit: 'editors' },
      { key: 'two', name: 'two nodes', unit: 'editors' },
      { key: 'ratio', name: 'two ÷ one', unit: '×' },
      { key: 'oneP99', name: 'p99 at one', unit: 'ms' },
      { key: 'twoP99', name: 'p99 at two', unit: 'ms' },
    ],
    steps: [
      {
        name: 'two nodes',
        servers: ['lianxi'],
        bounds: { ratio: atLeast(1.7) },
        run: async (server: Server, place: Place): Promise<Outcome> => {
          let foreign = 0
          const carriedBy = (nodes: number) =>
            mostCarried(async (editors) => {
              const found = await probe(server, place, set, inputs, nodes, editors)
              foreign = Math.max(foreign, found.foreign)
              return found
            })
          const [one, two] = [await carriedBy(1), await carriedBy(2)]
          return {
            values: {
              one: one.editors,
              two: two.editors,
              ratio: two.editors / one.editors,
              oneP99: one.p99,
              twoP99: two.p99,
            },
            doubts: doubtsOf(
              foreign > 0.5 && `other work took up to ${foreign.toFixed(1)} cores`,
              two.editors >= most && `two nodes carried all ${most} editors there were`,
            ),
          }
        },
      },
    ],
  }
}
