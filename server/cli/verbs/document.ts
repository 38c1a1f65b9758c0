// What is on disk of the minutes, read from Postgres and never from a running process; and documents for programs.
import * as Y from 'yjs'
import { counties } from '@/db/schema/counties'
import { type CountyId, DocumentId } from '@/server/ids'
import { createFreeDocument } from '@/server/minutes/create-document'
import { buildDoc, loadBytes } from '@/server/minutes/load'
import { plainTextOf, readRoots } from '@/server/minutes/model'
import { acceptLoss, release } from '@/server/minutes/quarantine'
import { listDocuments, readAgendaOf, readDocument } from '@/server/minutes/read'
import { UsageError, verb } from '../verb'

export const documentList = verb({
  path: ['document', 'list'],
  summary: 'every document: id, kind, title, newest durable sequence',
  run: async ({ db }) => ({ documents: await listDocuments(db) }),
  print: ({ documents }) =>
    documents
      .map(
        (d) =>
          `${d.id}  ${d.kind.padEnd(7)} ${String(d.head).padStart(6)}  ${d.title}${d.quarantinedAt ? '  (set aside)' : ''}`,
      )
      .join('\n'),
})

export const documentShow = verb({
  path: ['document', 'show'],
  summary: 'the durable state of one document',
  arguments: [{ name: 'ID', summary: 'the document', isRequired: true }],
  options: [
    {
      name: 'format',
      value: 'F',
      summary: 'json (every root), text (what a person reads), update (one Yjs update, base64)',
      fallback: 'json',
    },
  ],
  run: async ({ db, args }) => {
    const id = DocumentId.safeParse(args.must('ID'))
    if (!id.success) throw new UsageError('ID: accepted is an id as printed by document list.')
    const format = args.oneOf('format', ['json', 'text', 'update'])
    const [document, stored] = [await readDocument(db, id.data), await loadBytes(db, id.data)]
    if (!document || !stored) throw new UsageError(`There is no document ${id.data}.`)
    if (document.thing.readers) throw new UsageError('ID: this one has its own list of readers and is not shown here.')
    const { doc, poisoned } = buildDoc(stored)
    const { meeting } = document.thing
    const about = {
      id: id.data,
      title: document.title,
      meetingId: meeting?.meetingId ?? null,
      head: stored.head,
      epoch: stored.epoch,
    }
    if (format === 'update') {
      const update = Y.encodeStateAsUpdate(doc)
      return { format, ...about, update: Buffer.from(update).toString('base64') }
    }
    if (format === 'text') {
      return {
        format,
        ...about,
        text: plainTextOf(doc, meeting ? await readAgendaOf(db, document.thing.countyId, meeting.meetingId) : null),
      }
    }
    return { format, ...about, damagedRows: poisoned, roots: readRoots(doc) }
  },
  print: (result) => {
    if (result.format === 'text') return result.text
    if (result.format === 'update') return result.update
    return JSON.stringify(result, null, 2)
  },
})

export const documentRelease = verb({
  path: ['document', 'release'],
  summary: 'lets go a document that was set aside, once it reads whole and takes a write',
  arguments: [{ name: 'ID', summary: 'the document', isRequired: true }],
  options: [{ name: 'accept-loss', summary: 'where no backup has the missing rows: go on with what is left' }],
  run: async ({ db, args, at }) => {
    const id = DocumentId.safeParse(args.must('ID'))
    if (!id.success) throw new UsageError('ID: accepted is an id as printed by document list.')
    const actor = { kind: 'operator' } as const
    const lostRows = args.has('accept-loss') ? await acceptLoss(db, actor, id.data, at) : 0
    return { id: id.data, lostRows, problem: await release(db, actor, id.data, at) }
  },
  print: ({ id, lostRows, problem }) =>
    problem === null
      ? `${id} is open again${lostRows > 0 ? `, without ${lostRows} rows` : ''}`
      : `${id} stays set aside: ${problem}`,
  exitCode: ({ problem }) => (problem === null ? 0 : 1),
})

export const documentNew = verb({
  path: ['document', 'new'],
  summary: 'free-standing documents, writable by the county’s members, for programs and measurements; prints their ids',
  options: [
    { name: 'title', value: 'T', summary: 'their title', isRequired: true },
    { name: 'count', value: 'N', summary: 'how many', fallback: '1' },
    { name: 'county', value: 'ID', summary: 'whose; needed only where there are several' },
  ],
  run: async ({ db, args, at }) => {
    const countyId = await chooseCounty(args.text('county'), await db.select({ id: counties.id }).from(counties))
    const [title, count] = [args.must('title'), args.count('count', 1, 100_000)]
    const ids = await db.transaction(async (tx) => {
      const made: DocumentId[] = []
      for (let n = 0; n < count; n++)
        made.push(await createFreeDocument(tx, { kind: 'operator' }, { countyId, title }, at))
      return made
    })
    return { ids }
  },
  print: ({ ids }) => ids.join('\n'),
})

async function chooseCounty(asked: string | undefined, there: readonly { id: CountyId }[]): Promise<CountyId> {
  const found = asked === undefined ? there : there.filter((county) => county.id === asked)
  if (found.length === 1) return found[0]!.id
  throw new UsageError(
    there.length === 0
      ? 'There is no county yet: set one up, or run demo load.'
      : `--county: accepted is one of ${there.map((county) => county.id).join(', ')}.`,
  )
}
