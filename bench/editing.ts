// Measures of people who write: in one document, in a hot one, with cursors, in a thousand at once.
import type { EditOrder, EditResult } from './load/edit'
import {
  atMost,
  doubtsOf,
  foreignCores,
  type Figure,
  type Inputs,
  type Measure,
  type Outcome,
  type Sizes,
} from './measure'
import { residentMiB } from './processes'
import { onStage, servers, type Place, type Scene, type Server } from './stage'
import { format } from './statistics'

const everybody = servers.map(({ name }) => name)

const editingFigures: readonly Figure[] = [
  { key: 'p50', name: 'p50', unit: 'ms' },
  { key: 'p99', name: 'p99', unit: 'ms', isRelative: true, isDrawn: 'relay' },
  { key: 'max', name: 'max', unit: 'ms' },
  { key: 'cpu', name: 'server CPU', unit: 's', isRelative: true, isDrawn: 'relay' },
  { key: 'postgresCpu', name: 'Postgres CPU', unit: 's' },
  { key: 'resident', name: 'memory', unit: 'MiB' },
]

type Held = { file: string; length: number }
type Load = Pick<EditOrder, 'writers' | 'observers' | 'sampled' | 'rate' | 'windowMs' | 'warmUpMs'> & {
  cursorRate?: number
  /** What the document holds before. */
  base: Held | null
  /** What is written into the last document beforehand, which is not measured. */
  warming: Held
  /** Passive clients in each document. */
  passive: number
}

async function play({ instance, probe, crowd }: Scene, load: Load): Promise<Outcome> {
  const { wire, watched, server } = instance
  const { passive, base, warming, cursorRate = 0, ...order } = load
  const isRelay = server.name === 'relay'
  const documents = instance.documents.slice(0, -1)
  await probe.call('push', { wire, document: instance.documents.at(-1)!, ...warming })
  if (base && !isRelay) await probe.call('push', { wire, document: documents[0]!, ...base })
  if (passive > 0) await crowd.call('open', { wire, documents, perDocument: passive })
  if (passive > 0 && cursorRate > 0) await crowd.call('moveCursors', { rate: cursorRate, firstNumber: 1_000 })
  const before = await crowd.call('count')
  const edited = await probe.call('edit', {
    ...order,
    wire,
    documents,
    watched,
    cursorRate,
    base: isRelay && base ? base.file : null,
  })
  const after = await crowd.call('count')
  return {
    values: {
      ...edited,
      perDelivery: (edited.cpu * 1e6) / (edited.edits * (load.writers + load.observers + passive - 1)),
      resident: residentMiB(instance.process.pid),
      foreign: foreignCores(edited, after.ownCpu - before.ownCpu),
    },
    doubts: doubtsAbout(edited, after.closed, foreignCores(edited, after.ownCpu - before.ownCpu)),
  }
}

const doubtsAbout = (edited: EditResult, crowdClosed: number, foreign: number) =>
  doubtsOf(
    edited.missing > 0 && `${edited.missing} edits had not come 4 s later`,
    edited.diverged > 0 && `${edited.diverged} replicas differ`,
    edited.closed + crowdClosed > 0 && `${edited.closed + crowdClosed} connections were closed`,
    edited.late > edited.edits / 50 && `the load process made ${edited.late} of ${edited.edits} edits 50 ms late`,
    foreign > 0.3 && `other work took ${format(foreign)} cores`,
  )

export function editingMeasures(set: Sizes, inputs: Inputs): Measure[] {
  const oneDocument =
    (editors: number, writers: number, rate: number, windowMs: number, cursorRate = 0) =>
    (server: Server, place: Place) =>
      onStage(server, place, { documents: 2 }, (scene) =>
        play(scene, {
          writers,
          observers: 5,
          passive: Math.max(0, editors - writers - 5),
          sampled: 1,
          rate,
          cursorRate,
          windowMs,
          warmUpMs: set.warmUpMs,
          base: inputs.before(),
          warming: inputs.warming(),
        }),
      )
  const cpuBounds: Record<number, number> = { 10: 2.0, 50: 1.7, 100: 1.5, 200: 1.1 }
  return [
    {
      name: 'propagation',
      title: 'One document, 5 writers, 10 edits a second each',
      what: `From just before a writer's transaction to the moment another client's Y.Doc has applied it, in a window of ${set.windowMs / 1000} s after ${set.warmUpMs / 1000} s. The process has taken ${set.warming.toLocaleString('en-US')} updates of another document before; this one holds ${set.before}, so that ours compacts it inside the window, once, as often as this load makes it do. Five observers that joined last apply what comes; the others count frames. Every edit of ours is durable, and none of the relay's.`,
      figures: editingFigures,
      steps: set.editors.map((editors) => ({
        name: `${editors} editors`,
        servers: everybody,
        run: oneDocument(editors, 5, 10, set.windowMs),
        bounds: { p99: atMost(1.3, 'relay'), cpu: atMost(cpuBounds[editors] ?? NaN, 'relay') },
      })),
    },
    {
      name: 'hot',
      title: 'A hot document: 200 editors, 20 writers, 20 edits a second each',
      what: 'The same with 400 edits a second: 79,600 deliveries a second, near what one core can write to sockets.',
      figures: editingFigures,
      steps: [
        {
          name: '200 editors, 20 writers',
          servers: everybody,
          run: oneDocument(200, 20, 20, set.hotWindowMs),
          bounds: { p99: atMost(1, 'relay'), cpu: atMost(1.1, 'relay') },
        },
      ],
    },
    {
      name: 'presence',
      title: 'Presence: 200 editors move a cursor once a second, 5 write',
      what: 'The same edits (5 × 10 a second) while 200 cursors move. Ours sends presence on ten times a second in one frame, so a cursor is up to 100 ms old by design, and edits go first.',
      figures: [
        ...editingFigures.slice(0, 1),
        { key: 'p99', name: 'p99 of edits', unit: 'ms', isDrawn: 'value' },
        { key: 'missing', name: 'undelivered edits', unit: '' },
        { key: 'cursorP99', name: 'p99 of cursors', unit: 'ms', isDrawn: 'value' },
        ...editingFigures.slice(3),
      ],
      steps: [
        {
          name: '200 editors with cursors',
          servers: everybody,
          run: oneDocument(200, 5, 10, set.hotWindowMs, 1),
          bounds: { p99: atMost(100), missing: atMost(0) },
        },
      ],
    },
    {
      name: 'documents',
      isSteady: true,
      title: 'Many documents: 3 clients in each, 1 edit a second each document',
      what: `In every document one client writes once a second and two others listen, for ${set.documentsWindowMs / 1000} s. A hundred documents have an observer that applies.`,
      figures: editingFigures,
      steps: set.documents.map((count) => ({
        name: `${count.toLocaleString('en-US')} documents`,
        servers: everybody,
        run: (server: Server, place: Place) =>
          onStage(server, place, { documents: count + 1 }, (scene) =>
            play(scene, {
              writers: 1,
              observers: 1,
              passive: 1,
              sampled: 100,
              rate: 1,
              windowMs: set.documentsWindowMs,
              warmUpMs: 1_000,
              base: null,
              warming: inputs.warming(),
            }),
          ),
        bounds: count === 1_000 ? { p99: atMost(1.5, 'relay'), cpu: atMost(1.8, 'relay') } : {},
      })),
    },
  ]
}
