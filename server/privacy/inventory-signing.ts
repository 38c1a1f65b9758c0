// Circulating, signing and issuing: official records. Who signed, answered or issued stands in them by id and stays; once a
// person is erased, the name behind the id is a number.
import { and, eq, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { schema as s } from '@/db/client'
import { entry, nobody, type Entry, type Who } from './entry'

const of =
  (countyId: PgColumn, personId: PgColumn) =>
  (who: Who): SQL =>
    and(eq(countyId, who.countyId), eq(personId, who.personId))!
const group = 'minutes' as const

export const ofSigning: readonly Entry[] = [
  entry(
    s.minutesComments,
    {
      plain: ['countyId', 'id', 'documentId', 'agendaItemId', 'answersId', 'anchorFrom', 'anchorTo', 'settledAt'],
      id: ['personId', 'seatId', 'settledById'],
      self: ['unitId', 'text', 'at', 'takenBackAt'],
      shared: ['quote'],
    },
    { group, own: of(s.minutesComments.countyId, s.minutesComments.personId) },
  ),
  entry(
    s.minutesSteps,
    { plain: ['countyId', 'documentId', 'number', 'round'], id: ['personId'], self: ['kind', 'reason', 'at'] },
    { group, own: of(s.minutesSteps.countyId, s.minutesSteps.personId) },
  ),
  entry(
    s.unitAnswers,
    {
      plain: ['countyId', 'id', 'documentId', 'round', 'agendaItemId', 'paragraph', 'paragraphSha256'],
      id: ['personId'],
      self: ['unitId', 'kind', 'word', 'proposes', 'at'],
    },
    { group, own: of(s.unitAnswers.countyId, s.unitAnswers.personId) },
  ),
  entry(
    s.objectionAnswers,
    { plain: ['countyId', 'answerId'], id: ['personId'], self: ['kind', 'reason', 'at'] },
    { group, own: of(s.objectionAnswers.countyId, s.objectionAnswers.personId) },
  ),
  entry(
    s.minutesAmendments,
    {
      plain: ['countyId', 'documentId', 'number', 'agendaItemId', 'paragraph', 'actionItemId', 'field', 'sha256'],
      id: ['proposedBy'],
      self: ['proposedAt', 'reason'],
      shared: ['was', 'becomes'],
    },
    { group, own: of(s.minutesAmendments.countyId, s.minutesAmendments.proposedBy) },
  ),
  entry(
    s.minutesRecords,
    {
      plain: ['countyId', 'bodyId', 'number', 'documentId', 'round', 'amendment', 'sha256', 'keyId', 'mac'],
      id: ['personId'],
      self: ['kind', 'office', 'at'],
    },
    { group, own: of(s.minutesRecords.countyId, s.minutesRecords.personId) },
  ),
  entry(
    s.issuedMinutes,
    {
      plain: ['countyId', 'documentId', 'round', 'bodyId', 'unitId', 'documentNumber', 'visibility'],
      id: ['personId'],
      self: ['at'],
    },
    { group, own: of(s.issuedMinutes.countyId, s.issuedMinutes.personId) },
  ),
  entry(
    s.minutesTexts,
    {
      plain: [
        'countyId',
        'documentId',
        'round',
        'seq',
        'headSha256',
        'textSha256',
        'rootSha256',
        'dueOn',
        'circulatedAt',
      ],
      shared: ['head'],
    },
    { group },
  ),
  entry(
    s.minutesTextItems,
    { plain: ['countyId', 'documentId', 'round', 'agendaItemId', 'position', 'sha256'], shared: ['text'] },
    { group },
  ),
  entry(s.issuedPapers, { plain: ['countyId', 'documentId', 'format', 'sha256'], shared: ['data'] }, { group }),
  entry(s.issuedTo, { plain: ['countyId', 'documentId', 'position', 'unitId'], shared: ['line'] }, { group }),
  nobody(s.minutesProceedings, ['countyId', 'documentId', 'meetingId', 'bodyId', 'state', 'round', 'changedAt']),
  nobody(s.circulatedUnits, ['countyId', 'documentId', 'round', 'unitId']),
  nobody(s.minutesHeads, ['countyId', 'bodyId', 'number', 'keyId', 'mac', 'seal']),
]
