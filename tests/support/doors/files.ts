// Files of topics, sittings, action items and bodies, and what a person may ask about their own data.
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql as raw } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { uploadsPath, fileHref, type FilePlace } from '@/server/files/contract'
import { keptPath, makeFolder } from '@/server/files/place'
import { AgendaItemId, ErasureId, FileId, PersonId } from '@/server/ids'
import { at } from '../room'
import { about, link, placeless, shown, type Doors, type RouteDoor } from './door'
import { makeItem, makeMeeting, type Place } from './place'

type Kept = { state?: 'ready' | 'removed'; agendaItemId?: AgendaItemId | null }

/** At a topic where no item is named, and somebody else's for every asker. */
async function makeFile(db: Db, place: Place, { state = 'ready', agendaItemId = null }: Kept = {}) {
  const { countyId, secretary } = place
  const topicId = agendaItemId === null ? place.topicId : null
  const id = FileId.parse(crypto.randomUUID())
  const bytes = Buffer.from(id)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = keptPath(countyId, sha256)
  await makeFolder(dirname(path))
  await writeFile(path, bytes)
  const removedAt = state === 'removed' ? at.toISOString() : null
  await db.execute(raw`insert into files
    (county_id, id, name, media_type, bytes, sha256, uploader_id, topic_id, agenda_item_id, state, created_at, removed_at)
    values (${countyId}, ${id}, '名单.txt', 'text/plain', ${bytes.length}, ${sha256}, ${secretary.personId}, ${topicId},
      ${agendaItemId}, ${state}, ${at.toISOString()}, ${removedAt})`)
  return id
}

/** @param readers left out: for whoever may read the sitting; else restricted, to everybody of the body or to nobody */
async function makeAgendaItem(db: Db, place: Place, readers?: 'everybody' | 'nobody'): Promise<AgendaItemId> {
  const people = await db.execute(raw`select distinct person_id as id from memberships
    where county_id = ${place.countyId} and body_id = ${place.bodyId}`)
  const listed = readers === 'everybody' ? people.map(({ id }) => PersonId.parse(id)) : []
  const meetingId = await makeMeeting(db, place, false, readers && listed)
  const [row] = await db.execute(raw`select id from agenda_items
    where county_id = ${place.countyId} and meeting_id = ${meetingId}`)
  return AgendaItemId.parse(row!.id)
}
const restricted = (readers: 'everybody' | 'nobody') => async (place: Place, db: Db) =>
  fileHref(await makeFile(db, place, { agendaItemId: await makeAgendaItem(db, place, readers) }))

async function makeErasure(db: Db, place: Place) {
  const id = ErasureId.parse(crypto.randomUUID())
  const { personId } = await place.person('要离开的人', null, place.unit.school)
  await db.execute(raw`insert into erasures (county_id, id, person_id, state, asked_at)
    values (${place.countyId}, ${id}, ${personId}, 'asked', ${at.toISOString()})`)
  return id
}

const upload = (row: string, where: (place: Place, db: Db) => Promise<FilePlace> | FilePlace): RouteDoor => ({
  row,
  ask: async (place, db) => {
    const { kind, id } = await where(place, db)
    const said = Object.entries({ name: '名单.txt', kind, id })
    const headers = {
      'tus-resumable': '1.0.0',
      'upload-length': '6',
      'upload-metadata': said.map(([name, text]) => `${name} ${Buffer.from(text).toString('base64')}`).join(','),
    }
    return { path: uploadsPath, init: { method: 'POST', headers } }
  },
  done: 201,
})

const privacy = '/settings/privacy'

export const files: Doors = {
  pages: {
    '/settings/privacy': shown('privacy.read', privacy, 'county'),
  },
  routes: {
    '/api/privacy/export': link('privacy.own', '/api/privacy/export'),
    '/api/materials/[meetingId]': link('file.read: of the sitting', ({ meetingId }) => `/api/materials/${meetingId}`),
  },
  served: {
    '/api/files/[id]': link('file.read', async (place, db) => fileHref(await makeFile(db, place))),
    '/api/files/[id] of nobody’s list': link('file.read: restricted, not on the list', restricted('nobody')),
    '/api/files/[id] of everybody’s list': link('file.read: restricted, on the list', restricted('everybody')),
    '/api/files/uploads to a body': upload('file.add: to a body', ({ bodyId: id }) => ({ kind: 'body', id })),
    '/api/files/uploads to a topic': upload('file.add: to a topic', ({ topicId: id }) => ({ kind: 'topic', id })),
    '/api/files/uploads to a sitting': upload('file.add: to a sitting', ({ meetingId: id }) => ({
      kind: 'meeting',
      id,
    })),
    '/api/files/uploads to an agenda item': upload('file.add: to an agenda item', async (place, db) => ({
      kind: 'agendaItem',
      id: await makeAgendaItem(db, place),
    })),
    '/api/files/uploads to nobody’s list': upload('file.add: restricted, not on the list', async (place, db) => ({
      kind: 'agendaItem',
      id: await makeAgendaItem(db, place, 'nobody'),
    })),
    '/api/files/uploads to everybody’s list': upload('file.add: restricted, on the list', async (place, db) => ({
      kind: 'agendaItem',
      id: await makeAgendaItem(db, place, 'everybody'),
    })),
    '/api/files/uploads to an item': upload('file.add: to an action item of other units', async (place, db) => ({
      kind: 'actionItem',
      id: await makeItem(db, place, place.unit.department),
    })),
    '/api/files/uploads to an item of one’s unit': upload(
      'file.add: to an action item of their unit',
      async (place, db) => ({ kind: 'actionItem', id: await makeItem(db, place, place.unit.school) }),
    ),
  },
  actions: {
    removeFileAction: about("file.remove: somebody else's", '/topics', async (place, db) => ({
      id: await makeFile(db, place),
    })),
    restoreFileAction: about("file.remove: somebody else's", '/topics', async (place, db) => ({
      id: await makeFile(db, place, { state: 'removed' }),
    })),
    consentAction: placeless('privacy.own', privacy, () => ({ purpose: 'photoEvidence', answer: 'yes' })),
    // One after the other: what was asked here is withdrawn there.
    askErasureAction: placeless('privacy.own', privacy),
    withdrawErasureAction: placeless('privacy.own', privacy),
    decideErasureAction: about('erasure.decide', privacy, async (place, db) => ({
      id: await makeErasure(db, place),
      decision: 'decline',
      reason: '仍在任期内',
    })),
    setRetentionAction: placeless('retention.set', privacy, () => ({
      sessionDays: '90',
      linkDays: '30',
      deviceDays: '180',
      chatDays: '',
      coolingDays: '7',
    })),
    setQuotaAction: placeless('retention.set', privacy, () => ({ gigabytes: '20' })),
  },
}
