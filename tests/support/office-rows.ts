// A row of a person in each table that came with offices, duties, imports and the second factor; for what takes a person's
// data out or away.
import { charterVersions } from '@/db/schema/body-rules'
import { documentClients } from '@/db/schema/minutes'
import { importBatches } from '@/db/schema/import-batches'
import { ledgerImports } from '@/db/schema/ledger-imports'
import { ledgerViews } from '@/db/schema/ledger-views'
import { accountLinks } from '@/db/schema/people'
import { duties, dutyChanges } from '@/db/schema/duties'
import { memberships } from '@/db/schema/bodies'
import {
  identityRequests,
  mails,
  passwordDates,
  personIdentities,
  recoveryCodes,
  secondFactors,
} from '@/db/schema/security'
import { deputies, proxies } from '@/db/schema/terms'
import { agendaItems } from '@/db/schema/meetings'
import { voteBallots, votePlaces, votes } from '@/db/schema/votes'
import type { Db } from '@/db/client'
import type { PersonActor, SeatActor } from '@/server/access'
import {
  DeputyId,
  DutyId,
  ImportBatchId,
  LedgerImportId,
  LedgerViewId,
  ProxyId,
  SessionId,
  VoteId,
  VotePlaceId,
} from '@/server/ids'
import { and, eq } from 'drizzle-orm'
import { at, later, type TestRoom } from './room'

export async function insertOfficeRows(db: Db, room: TestRoom, who: PersonActor, seat: SeatActor): Promise<void> {
  const { countyId, personId } = who
  const uuid = () => crypto.randomUUID()
  const own = and(eq(memberships.countyId, countyId), eq(memberships.personId, personId))
  const [membership] = await db.select().from(memberships).where(own)
  const [link] = await db.select().from(accountLinks).where(eq(accountLinks.personId, personId))
  const membershipId = membership!.id
  await db.insert(mails).values({
    countyId,
    id: uuid(),
    personId,
    linkId: link!.id,
    kind: 'reset',
    toAddress: 'x@example.org',
    sealed: Buffer.from('sealed'),
    createdAt: at,
  })
  await db.insert(passwordDates).values({ countyId, personId, setAt: at })
  await db.insert(secondFactors).values({ countyId, personId, sealedSecret: Buffer.from('sealed'), createdAt: at })
  const identity = { issuer: 'https://login.example', subject: `subject-${personId}` }
  await db.insert(personIdentities).values({ countyId, personId, ...identity, boundBy: 'person', boundAt: at })
  const request = { stateHash: `state-${personId}`, sessionId: SessionId.parse(crypto.randomUUID()), back: '/settings' }
  await db.insert(identityRequests).values({ countyId, personId, ...request, expiresAt: at })
  await db.insert(recoveryCodes).values({ countyId, personId, codeHash: uuid() })
  const term = { membershipId, personId, createdAt: at }
  await db.insert(deputies).values({ countyId, id: DeputyId.parse(uuid()), ...term, fromOn: '2026-01-01' })
  await db.insert(proxies).values({
    countyId,
    id: ProxyId.parse(uuid()),
    meetingId: room.meetingId,
    ...term,
    name: who.name,
    seatId: seat.seatId,
  })
  const { bodyId } = room
  const number = 1 + Math.floor(Math.random() * 1e6)
  const charter = { text: '章程', inForceFrom: '2026-01-01', why: '换届', byPersonId: personId, createdAt: at }
  await db.insert(charterVersions).values({ countyId, bodyId, number, ...charter })
  const dutyId = DutyId.parse(uuid())
  await db.insert(duties).values({
    countyId,
    id: dutyId,
    bodyId,
    title: '家庭教育指导',
    fromOn: '2026-01-01',
    leadUnitId: room.unit.school,
    position: number,
    createdAt: at,
    changedAt: at,
  })
  const change = { field: 'created', byName: who.name, byId: personId, at, seq: 1 } as const
  await db.insert(dutyChanges).values({ countyId, id: uuid(), dutyId, ...change })
  const view = { personId, name: '催办用', query: 'view=late', createdAt: at }
  await db.insert(ledgerViews).values({ countyId, id: LedgerViewId.parse(uuid()), ...view })
  await db.insert(importBatches).values({
    countyId,
    id: ImportBatchId.parse(uuid()),
    byId: personId,
    fileName: '名单.xlsx',
    state: 'refused',
    problems: [],
    counts: {},
    createdAt: at,
    expiresAt: later(86_400),
  })
  await db.insert(ledgerImports).values({
    countyId,
    id: LedgerImportId.parse(uuid()),
    bodyId,
    byId: personId,
    fileName: '台账.xlsx',
    state: 'refused',
    findings: {},
    counts: {},
    createdAt: at,
    expiresAt: later(86_400),
  })
  const voteId = VoteId.parse(uuid())
  const [item] = await db.select().from(agendaItems).where(eq(agendaItems.meetingId, room.meetingId)).limit(1)
  await db.insert(votes).values({
    countyId,
    id: voteId,
    meetingId: room.meetingId,
    agendaItemId: item!.id,
    documentId: room.documentId,
    question: '同意吗',
    kind: 'named',
    per: 'person',
    base: 'cast',
    threshold: 'simple',
    createdAt: at,
  })
  const placeId = VotePlaceId.parse(uuid())
  const place = { countyId, id: placeId, voteId, personId, name: who.name, isByRecord: true, isPresent: true }
  await db.insert(votePlaces).values(place)
  await db.insert(voteBallots).values({ countyId, voteId, placeId, choice: 0, seatId: seat.seatId, at })
  const client = Math.floor(Math.random() * 2 ** 31)
  await db.insert(documentClients).values({ countyId, documentId: room.documentId, client, authorId: personId })
}
