// Rows of one person that came with offices, duties, imports and the second factor.
import { and, eq, or, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { schema as s } from '@/db/client'
import { entry, mySeats, remove, type Entry, type Who } from './entry'

const of =
  (countyId: PgColumn, personId: PgColumn) =>
  (who: Who): SQL =>
    and(eq(countyId, who.countyId), eq(personId, who.personId))!

const seatOf =
  (countyId: PgColumn, seatId: PgColumn) =>
  (who: Who): SQL =>
    and(eq(countyId, who.countyId), sql`${seatId} in ${mySeats(who)}`)!

/** Children before what they point at: the mail of a link before the link. */
export const ofOffices: readonly Entry[] = [
  entry(
    s.mails,
    {
      plain: ['countyId', 'id', 'linkId', 'nextTryAt', 'expiresAt', 'tries', 'problem'],
      id: ['personId'],
      self: ['kind', 'key', 'toAddress', 'createdAt', 'sentAt'],
      secret: ['sealed'],
    },
    { group: 'signIn', own: of(s.mails.countyId, s.mails.personId), erasing: remove },
  ),
  entry(
    s.ledgerViews,
    { plain: ['countyId', 'id', 'bodyId'], id: ['personId'], self: ['name', 'query', 'createdAt'] },
    { group: 'offices', own: of(s.ledgerViews.countyId, s.ledgerViews.personId), erasing: remove },
  ),
  entry(
    s.passwordDates,
    { plain: ['countyId'], id: ['personId'], self: ['setAt'] },
    { group: 'signIn', own: of(s.passwordDates.countyId, s.passwordDates.personId), erasing: remove },
  ),
  entry(
    s.recoveryCodes,
    { plain: ['countyId'], id: ['personId'], secret: ['codeHash'], self: ['usedAt'] },
    { group: 'signIn', own: of(s.recoveryCodes.countyId, s.recoveryCodes.personId), erasing: remove },
  ),
  entry(
    s.secondFactors,
    { plain: ['countyId', 'lastStep'], id: ['personId'], secret: ['sealedSecret'], self: ['createdAt', 'confirmedAt'] },
    { group: 'signIn', own: of(s.secondFactors.countyId, s.secondFactors.personId), erasing: remove },
  ),
  entry(
    s.deputies,
    {
      plain: ['countyId', 'id'],
      self: ['membershipId', 'fromOn', 'untilOn', 'endedAt', 'createdAt'],
      id: ['personId'],
    },
    {
      group: 'offices',
      own: of(s.deputies.countyId, s.deputies.personId),
      erasing: {
        do: 'set',
        values: ({ at }) => ({ endedAt: sql`coalesce(${s.deputies.endedAt}, ${at.toISOString()}::timestamptz)` }),
      },
    },
  ),
  // Of a secret vote no row says what was voted, and none whose device it was: only that this place voted.
  entry(
    s.votePlaces,
    {
      plain: ['countyId', 'id', 'unitId', 'unitKind', 'isByRecord'],
      id: ['personId', 'seatId'],
      self: ['voteId', 'name', 'isPresent', 'hasVoted'],
    },
    {
      group: 'rooms',
      own: (who) =>
        or(
          of(s.votePlaces.countyId, s.votePlaces.personId)(who),
          seatOf(s.votePlaces.countyId, s.votePlaces.seatId)(who),
        )!,
      erasing: { do: 'set', values: ({ name }) => ({ name }) },
    },
  ),
  // The choice belongs to the record of the sitting and stays; whose hand gave it is then a seat that is nobody's.
  entry(
    s.voteBallots,
    { plain: ['countyId', 'placeId'], self: ['voteId', 'choice', 'at'], id: ['seatId'] },
    { group: 'rooms', own: seatOf(s.voteBallots.countyId, s.voteBallots.seatId) },
  ),
  // Also of somebody without an account, by the seat: both are the person's own.
  entry(
    s.proxies,
    {
      plain: ['countyId', 'id'],
      self: ['meetingId', 'membershipId', 'name', 'createdAt', 'withdrawnAt'],
      id: ['personId', 'seatId'],
    },
    {
      group: 'offices',
      own: (who) =>
        and(
          eq(s.proxies.countyId, who.countyId),
          or(eq(s.proxies.personId, who.personId), sql`${s.proxies.seatId} in ${mySeats(who)}`),
        )!,
      erasing: { do: 'set', values: ({ name }) => ({ name }) },
    },
  ),
  entry(
    s.charterVersions,
    {
      plain: ['countyId', 'bodyId', 'number', 'inForceFrom'],
      shared: ['text', 'why'],
      id: ['byPersonId'],
      self: ['createdAt'],
    },
    { group: 'offices', own: of(s.charterVersions.countyId, s.charterVersions.byPersonId) },
  ),
  entry(
    s.dutyChanges,
    {
      plain: ['countyId', 'id', 'seq'],
      self: ['dutyId', 'field', 'was', 'now', 'byName', 'at'],
      id: ['byId'],
    },
    {
      group: 'offices',
      own: of(s.dutyChanges.countyId, s.dutyChanges.byId),
      erasing: { do: 'set', values: ({ name }) => ({ byName: name }) },
    },
  ),
  // What the file said of others is theirs, and gone after a day.
  entry(
    s.importBatches,
    {
      plain: ['countyId', 'id', 'expiresAt'],
      self: ['fileName', 'state', 'counts', 'problemCount', 'createdAt', 'storedAt'],
      shared: ['rows', 'problems'],
      id: ['byId'],
    },
    { group: 'files', own: of(s.importBatches.countyId, s.importBatches.byId), erasing: remove },
  ),
  // Where items of the ledger came from: it stays with them. What the file said is gone after a day, or is the items'.
  entry(
    s.ledgerImports,
    {
      plain: ['countyId', 'id', 'bodyId', 'expiresAt'],
      self: ['fileName', 'state', 'counts', 'problemCount', 'createdAt', 'storedAt', 'takenBackAt'],
      shared: ['rows', 'findings'],
      id: ['byId'],
    },
    { group: 'files', own: of(s.ledgerImports.countyId, s.ledgerImports.byId) },
  ),
  entry(
    s.documentClients,
    { plain: ['countyId', 'documentId', 'client'], id: ['authorId'] },
    {
      group: 'minutes',
      own: (who) =>
        and(
          eq(s.documentClients.countyId, who.countyId),
          or(eq(s.documentClients.authorId, who.personId), sql`${s.documentClients.authorId} in ${mySeats(who)}`),
        )!,
    },
  ),
]
