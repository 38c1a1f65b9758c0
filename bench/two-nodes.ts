// What one node spends on the editors of a document, and the busier of two behind a plain round-robin proxy on 1.7 times as
// many. This machine has no core for a second node, so capacity is told from processor time, which other work and a full
// machine hardly change: when the busier of two spends no more than the one did, two carry 1.7 times the connections.
import { startBalancer } from '@/tests/support/balancer'
import { atLeast, atMost, doubtsOf, foreignCores, type Inputs, type Measure, type Outcome, type Sizes } from './measure'
import { cpuSeconds } from './processes'
import { onStage, type Place, type Server } from './stage'

/** Milliseconds. What passes from node to node waits for a commit (50) and a hint (20), and then is far from late. */
const lateAt = 250
const [writers, observers, rate] = [5, 5, 4]
const times = 1.7

type Probe = { p99: number; missing: number; closed: number; busiest: number; foreign: number }

/** One document, `editors` on it, an equal part of them at each of `nodes` nodes. */
const probe = (server: Server, place: Place, set: Sizes, inputs: Inputs, nodes: number, editors: number) =>
  onStage(server, place, { documents: 2 }, async ({ instance, probe: timed, crowd }): Promise<Probe> => {
    const others = await Promise.all(Array.from({ length: nodes - 1 }, () => instance.startAnother()))
    const balancer = await startBalancer([instance.port, ...others.map(({ port }) => port)])
    try {
      const wire = instance.wireAt(balancer.port)
      const [document, spare] = instance.documents as [string, string]
      await timed.call('push', { wire, document: spare, ...inputs.warming() })
      await crowd.call('open', { wire, documents: [document], perDocument: editors - writers - observers })
      const pids = [instance.process, ...others.map(({ process }) => process)].map(({ pid }) => pid)
      const before = await crowd.call('count')
      const spent = pids.map(cpuSeconds)
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
      const each = pids.map((pid, at) => cpuSeconds(pid) - spent[at]!)
      const after = await crowd.call('count')
      // Where there are several, the watched one is not all of ours.
      const unwatched = each.slice(1).reduce((sum, seconds) => sum + seconds, 0)
      return {
        p99: edited.p99,
        missing: edited.missing,
        closed: edited.closed + after.closed,
        busiest: Math.max(...each),
        foreign: foreignCores(edited, after.ownCpu - before.ownCpu + unwatched),
      }
    } finally {
      await balancer.close()
      await Promise.all(others.map(({ process }) => process.stop(3_000)))
    }
  })

export function twoNodesMeasure(set: Sizes, inputs: Inputs): Measure {
  return {
    name: 'nodes',
    title: 'One node, and the busier of two with 1.7 times the editors',
    what: `One document, 5 writers, ${rate} edits a second each, in a window of ${set.nodesWindowMs / 1000} s; the proxy gives each connection to the next node. Processor time of the one node, and of the busier of two with ${times} times as many editors: where the busier spends no more, two nodes carry ${times} times the connections, each with as much processor as the one. An edit passes from node to node on disk, so it is later there; neither may be late (p99 above ${lateAt} ms).`,
    isSteady: false,
    figures: [
      { key: 'one', name: 'CPU of one', unit: 's' },
      { key: 'two', name: `CPU of the busier of two, ${times} × the editors`, unit: 's' },
      { key: 'ratio', name: 'one ÷ busier', unit: '×' },
      { key: 'oneP99', name: 'p99 at one', unit: 'ms' },
      { key: 'twoP99', name: 'p99 at two', unit: 'ms' },
      { key: 'missing', name: 'undelivered at two', unit: 'edits' },
    ],
    steps: [100, 200, 400].map((editors) => ({
      name: `${editors} editors`,
      servers: ['lianxi'],
      bounds: {
        ...(editors === 400 && { ratio: atLeast(1) }),
        oneP99: atMost(lateAt),
        twoP99: atMost(lateAt),
        missing: atMost(0),
      },
      run: async (server: Server, place: Place): Promise<Outcome> => {
        const one = await probe(server, place, set, inputs, 1, editors)
        const two = await probe(server, place, set, inputs, 2, Math.round(editors * times))
        const foreign = Math.max(one.foreign, two.foreign)
        return {
          values: {
            one: one.busiest,
            two: two.busiest,
            ratio: one.busiest / two.busiest,
            oneP99: one.p99,
            twoP99: two.p99,
            missing: two.missing,
          },
          doubts: doubtsOf(
            foreign > 0.5 && `other work took up to ${foreign.toFixed(1)} cores`,
            one.closed + two.closed > 0 && `${one.closed + two.closed} connections were closed`,
          ),
        }
      },
    })),
  }
}
