// Measures of documents that are kept: getting one, storing a burst, being told so, holding a thousand.
import type { Crowd } from './load/join'
import { atLeast, atMost, doubtsOf, foreignCores, type Inputs, type Measure, type Outcome, type Sizes } from './measure'
import { whenQuiet } from './processes'
import { Load } from './load/process'
import { onStage, type Place, type Scene, type Server } from './stage'
import { format, spreadOf, summarize } from './statistics'

const medianOf = (values: readonly (number | null)[]) =>
  values.includes(null) ? null : (spreadOf(values)?.median ?? null)

async function join({ instance, probe, crowd }: Scene, set: Sizes, inputs: Inputs, place: Place): Promise<Outcome> {
  const { file, length, bytes } = inputs.session()
  const document = instance.documents[0]!
  const { server, watched } = instance
  await probe.call('push', { wire: instance.wire, document, file, length })
  const cold: (number | null)[] = []
  let coldCrowd: Crowd | null = null
  const atOnce = (load: Load) =>
    load.call('joinAtOnce', {
      wire: instance.wire,
      document,
      count: set.atOnce,
      bytes: bytes * 0.97,
      watched: instance.watched,
    })
  if (server.stores) {
    await whenQuiet(watched.server)
    for (let n = 0; n <= set.coldJoins; n++) {
      await instance.restart()
      const fresh = new Load(place.bundles)
      try {
        await fresh.call('prime', { file })
        if (n < set.coldJoins) cold.push((await fresh.call('join', { wire: instance.wire, document, length })).ms)
        else coldCrowd = await atOnce(fresh)
      } finally {
        fresh.end()
      }
    }
  }
  // Somebody stays in the document; where it went with its last client it is brought again.
  await crowd.call('open', { wire: instance.wire, documents: [document], perDocument: 1 })
  if (!server.stores) await probe.call('push', { wire: instance.wire, document, file, length })
  const floor = await probe.call('prime', { file })
  const warm = []
  for (let n = 0; n <= set.warmJoins; n++) {
    const joined = await probe.call('join', { wire: instance.wire, document, length })
    if (n > 0) warm.push(joined)
  }
  const warmCrowd = await atOnce(probe)
  const failed = warmCrowd.failed + (coldCrowd?.failed ?? 0)
  return {
    values: {
      floor,
      cold: server.stores ? medianOf(cold) : null,
      warm: medianOf(warm.map(({ ms }) => ms)),
      warmBytes: medianOf(warm.map(({ bytesMs }) => bytesMs)),
      atOnceWarm: warmCrowd.max,
      atOnceCold: coldCrowd?.max ?? null,
      atOnceCpu: warmCrowd.cpu,
      received: warm.at(-1)!.bytes / 1000,
    },
    doubts: doubtsOf(
      [...cold, ...warm.map(({ ms }) => ms)].includes(null) && 'a joiner did not get the whole text',
      failed > 0 && `${failed} of those at once did not get everything`,
    ),
  }
}

async function ingest({ instance, probe, crowd }: Scene, inputs: Inputs): Promise<Outcome> {
  const { file, length, updates } = inputs.burst()
  const [{ wire, watched }, document] = [instance, instance.documents[0]!]
  await crowd.call('watch', { wire, document })
  const blasted = await probe.call('blast', { wire, document, file, watched })
  const { lastAt, isWhole } = await crowd.call('watched', { length })
  await probe.call('endBlast')
  const { durableMs } = blasted
  return {
    values: {
      perSecond: (updates.length * 1000) / (lastAt - blasted.from),
      durablePerSecond: durableMs === null ? null : (updates.length * 1000) / durableMs,
    },
    doubts: doubtsOf(
      !isWhole && 'the other client did not get the whole text',
      blasted.closed !== null && `the sender was closed (${blasted.closed})`,
    ),
  }
}

async function answers(scene: Scene, set: Sizes, inputs: Inputs, rate: number): Promise<Outcome> {
  const { instance, probe } = scene
  const { wire, documents, watched } = instance
  const bare = summarize(await instance.bareCommits(300))
  const { file } = inputs.typist()
  const warmUpMs = set.warmUpMs
  const order = { wire, documents, file, rate, warmUpMs, windowMs: set.barrierWindowMs, watched }
  const answered = await probe.call('barriers', order)
  const foreign = foreignCores(answered)
  return {
    values: { ...answered, floor50: bare.p50, floor99: bare.p99 },
    doubts: doubtsOf(
      answered.unanswered > 0 && `${answered.unanswered} updates were not answered 5 s later`,
      answered.late > answered.updates / 50 && `${answered.late} of ${answered.updates} updates were sent 50 ms late`,
      foreign > 0.3 && `other work took ${format(foreign)} cores`,
    ),
  }
}

async function memory({ instance, probe, crowd }: Scene, inputs: Inputs): Promise<Outcome> {
  const { wire, watched } = instance
  // One that is not counted, so that the server's code is loaded before the zero point.
  const [first, ...documents] = instance.documents
  await crowd.call('open', { wire, documents: [first!], perDocument: 5 })
  await crowd.call('leave')
  await whenQuiet(watched.server)
  const empty = await instance.readMemory()
  await probe.call('open', { wire, documents, perDocument: 1, body: inputs.page().file })
  await whenQuiet(watched.server, 30_000)
  const one = await instance.readMemory()
  await crowd.call('open', { wire, documents, perDocument: 1 })
  await whenQuiet(watched.server)
  const two = await instance.readMemory()
  const { closed } = await crowd.call('count')
  const each = (more: number, less: number) => ((more - less) * 1024) / documents.length
  return {
    values: {
      both: each(one.collected, empty.collected),
      asItIs: each(one.resident, empty.resident),
      heap: each(one.heap, empty.heap),
      connection: each(two.collected, one.collected),
      empty: empty.collected,
    },
    doubts: doubtsOf(closed > 0 && `${closed} connections were closed`),
  }
}

export function keepingMeasures(set: Sizes, inputs: Inputs): Measure[] {
  const edits = set.session.insertions + set.session.deletions
  const [ours, hocuspocus] = ['lianxi', 'hocuspocus'] as const
  const answerStep = (rate: number, flushDelayMs: number, p50: number, p99: number) => ({
    name: `${rate.toLocaleString('en-US')}/s${flushDelayMs > 0 ? `, flush + ${flushDelayMs} ms` : ''}`,
    servers: [ours],
    run: (server: Server, place: Place) =>
      onStage(server, place, { documents: 200, flushDelayMs }, (scene) => answers(scene, set, inputs, rate)),
    bounds: { p50: atMost(p50), p99: atMost(p99) },
  })
  return [
    {
      name: 'join',
      isSteady: true,
      title: 'Joining a long document',
      what: `A session of ${edits.toLocaleString('en-US')} edits of one character, pushed as ${set.session.parts.toLocaleString('en-US')} updates. Cold: the server has just been started again. Warm: somebody is in the document. At once: ${set.atOnce} clients, the slowest. The floor is the joiner's own Yjs applying the bytes, with no server at all. The relay has nothing to send; y-websocket in memory has nothing after a start.`,
      figures: [
        { key: 'floor', name: 'floor', unit: 'ms' },
        { key: 'cold', name: 'cold', unit: 'ms', isDrawn: 'value' },
        { key: 'warm', name: 'warm', unit: 'ms', isDrawn: 'value' },
        { key: 'warmBytes', name: 'warm, bytes in', unit: 'ms' },
        { key: 'atOnceWarm', name: `${set.atOnce} at once, warm`, unit: 'ms', isDrawn: 'value' },
        { key: 'atOnceCold', name: `${set.atOnce} at once, cold`, unit: 'ms', isDrawn: 'value' },
        { key: 'atOnceCpu', name: 'CPU of those', unit: 's' },
        { key: 'received', name: 'received', unit: 'kB' },
      ],
      steps: [
        {
          name: `${edits.toLocaleString('en-US')} edits`,
          servers: [ours, 'y-websocket', hocuspocus],
          run: (server, place) => onStage(server, place, {}, (scene) => join(scene, set, inputs, place)),
          bounds: { cold: atMost(40), warm: atMost(12), atOnceWarm: atMost(60), atOnceCold: atMost(60) },
        },
      ],
    },
    {
      name: 'ingest',
      title: `Ingest: one client sends ${set.ingest.toLocaleString('en-US')} updates at once`,
      what: 'Updates a second until another client has received the last, and until the sender has been told by message 102 that all are on disk. None of the others has such an answer.',
      figures: [
        { key: 'perSecond', name: 'until another has the last', unit: '/s', isRelative: true, isDrawn: 'value' },
        { key: 'durablePerSecond', name: 'until all are durable', unit: '/s', isDrawn: 'value' },
      ],
      steps: [
        {
          name: `${set.ingest.toLocaleString('en-US')} updates`,
          servers: [ours, 'relay', 'y-websocket', hocuspocus],
          run: (server, place) => onStage(server, place, {}, (scene) => ingest(scene, inputs)),
          bounds: { perSecond: atLeast(1, 'relay'), durablePerSecond: atLeast(20_000) },
        },
      ],
    },
    {
      name: 'answers',
      isSteady: true,
      title: 'How soon an edit is called saved (message 102)',
      what: `200 clients in as many documents, each update followed by a 102. The floor is one connection that commits rows of 40 bytes one after the other to the same Postgres, with nothing of ours in it. “flush + 2 ms”: Postgres waits so long before each flush, as a slower disk would (commit_delay). Only ours has such an answer: Hocuspocus acknowledges what is in memory.`,
      figures: [
        { key: 'p50', name: 'p50', unit: 'ms', isDrawn: 'value' },
        { key: 'p99', name: 'p99', unit: 'ms', isDrawn: 'value' },
        { key: 'floor50', name: 'floor p50', unit: 'ms', isDrawn: 'value' },
        { key: 'floor99', name: 'floor p99', unit: 'ms' },
        { key: 'cpu', name: 'server CPU', unit: 's' },
        { key: 'postgresCpu', name: 'Postgres CPU', unit: 's' },
      ],
      steps: [
        answerStep(1_000, 0, 5, 15),
        answerStep(10_000, 0, 8, 40),
        answerStep(1_000, 2, 8, 20),
        answerStep(10_000, 2, 10, 100),
      ],
    },
    {
      name: 'memory',
      isSteady: true,
      title: 'Memory: documents of 10,000 characters, one idle connection each',
      what: 'Resident memory after a full collection, default flags, less that of the empty server. The relay keeps no documents: its figure is that of a connection.',
      figures: [
        { key: 'both', name: 'a document with its connection', unit: 'kB', isDrawn: 'value' },
        { key: 'asItIs', name: 'without collection', unit: 'kB' },
        { key: 'heap', name: 'live heap and buffers', unit: 'kB' },
        { key: 'connection', name: 'one more connection', unit: 'kB' },
        { key: 'empty', name: 'empty server', unit: 'MiB' },
      ],
      steps: [
        {
          name: `${set.idleDocuments.toLocaleString('en-US')} documents`,
          servers: [ours, 'relay', 'y-websocket', hocuspocus],
          run: (server, place) =>
            onStage(server, place, { documents: set.idleDocuments + 1 }, (scene) => memory(scene, inputs)),
          bounds: { both: atMost(50) },
        },
      ],
    },
  ]
}
