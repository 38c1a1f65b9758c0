// The tables with rows of one person.
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { schema as s } from '@/db/client'
import { ofSittings } from './inventory-sittings'
import { entry, mySeats, remove, type Entry } from './entry'

/** Children before what they point at: rows are deleted in this order, and seats change last of all that hang on them. */
export const ofPeople: readonly Entry[] = [
  ...ofSittings,
  entry(
    s.identityRequests,
    { plain: ['countyId', 'back'], id: ['personId', 'sessionId'], secret: ['stateHash'], self: ['expiresAt'] },
    {
      group: 'signIn',
      own: (who) => and(eq(s.identityRequests.countyId, who.countyId), eq(s.identityRequests.personId, who.personId))!,
      erasing: remove,
    },
  ),
  entry(
    s.personIdentities,
    { plain: ['countyId'], id: ['personId'], self: ['issuer', 'subject', 'boundBy', 'boundAt', 'lastUsedAt'] },
    {
      group: 'signIn',
      own: (who) => and(eq(s.personIdentities.countyId, who.countyId), eq(s.personIdentities.personId, who.personId))!,
      erasing: remove,
    },
  ),
  entry(
    s.sessions,
    {
      plain: ['countyId', 'id', 'expiresAt', 'awaits'],
      id: ['personId'],
      self: ['createdAt', 'lastSeenAt', 'endedAt', 'userAgent', 'fromAddress'],
    },
    {
      group: 'signIn',
      own: (who) => and(eq(s.sessions.countyId, who.countyId), eq(s.sessions.personId, who.personId))!,
      erasing: remove,
    },
  ),
  entry(
    s.accountLinks,
    {
      plain: ['countyId', 'id', 'expiresAt', 'revokedAt'],
      id: ['personId'],
      self: ['purpose', 'createdAt', 'usedAt'],
      secret: ['secretHash'],
    },
    {
      group: 'signIn',
      own: (who) => and(eq(s.accountLinks.countyId, who.countyId), eq(s.accountLinks.personId, who.personId))!,
      erasing: remove,
    },
  ),
  entry(
    s.accessTokens,
    {
      plain: ['countyId', 'id', 'scope'],
      id: ['personId', 'seatId'],
      secret: ['secretHash'],
      self: ['name', 'createdAt', 'expiresAt', 'revokedAt'],
    },
    {
      group: 'signIn',
      own: (who) =>
        and(
          eq(s.accessTokens.countyId, who.countyId),
          or(eq(s.accessTokens.personId, who.personId), sql`${s.accessTokens.seatId} in ${mySeats(who)}`),
        )!,
      erasing: remove,
    },
  ),
  entry(
    s.seatLinks,
    {
      plain: ['countyId', 'id', 'expiresAt', 'revokedAt'],
      id: ['seatId'],
      secret: ['secretHash'],
      self: ['createdAt'],
    },
    {
      group: 'rooms',
      own: (who) => and(eq(s.seatLinks.countyId, who.countyId), sql`${s.seatLinks.seatId} in ${mySeats(who)}`)!,
      erasing: remove,
    },
  ),
  entry(
    s.seatDevices,
    { plain: ['countyId'], id: ['seatId', 'deviceId'], self: ['createdAt', 'endedAt'] },
    {
      group: 'rooms',
      own: (who) => and(eq(s.seatDevices.countyId, who.countyId), sql`${s.seatDevices.seatId} in ${mySeats(who)}`)!,
      erasing: remove,
    },
  ),
  // A device may hold seats of several people: it goes when nobody's seat hangs on it any more (erase.ts, retention.ts).
  entry(
    s.devices,
    { plain: ['countyId', 'id'], secret: ['secretHash'], self: ['createdAt'] },
    {
      group: 'rooms',
      own: (who) =>
        and(
          eq(s.devices.countyId, who.countyId),
          inArray(
            s.devices.id,
            sql`(select ${s.seatDevices.deviceId} from ${s.seatDevices} where ${s.seatDevices.countyId} = ${who.countyId} and ${s.seatDevices.seatId} in ${mySeats(who)})`,
          ),
        )!,
    },
  ),
  entry(
    s.chatMessages,
    {
      plain: ['countyId', 'id', 'meetingId', 'restrictedItemId'],
      id: ['seatId'],
      self: ['scope', 'text', 'at'],
    },
    {
      group: 'chat',
      own: (who) => and(eq(s.chatMessages.countyId, who.countyId), sql`${s.chatMessages.seatId} in ${mySeats(who)}`)!,
    },
  ),
  entry(
    s.mediaEvents,
    { plain: ['countyId', 'id', 'meetingId', 'receivedSeq'], id: ['seatId'], self: ['participantSid', 'event', 'at'] },
    {
      group: 'rooms',
      own: (who) => and(eq(s.mediaEvents.countyId, who.countyId), sql`${s.mediaEvents.seatId} in ${mySeats(who)}`)!,
    },
  ),
  // The bytes are of a text that several write together, and part of a record; who sent which is an id.
  entry(
    s.documentUpdates,
    { plain: ['countyId', 'documentId', 'seq', 'clients'], shared: ['data'], id: ['senderId'], self: ['at'] },
    {
      group: 'minutes',
      own: (who) =>
        and(
          eq(s.documentUpdates.countyId, who.countyId),
          or(eq(s.documentUpdates.senderId, who.personId), sql`${s.documentUpdates.senderId} in ${mySeats(who)}`),
        )!,
    },
  ),
  entry(
    s.restrictedReaders,
    { plain: ['countyId'], self: ['agendaItemId'], id: ['personId'] },
    {
      group: 'offices',
      own: (who) =>
        and(eq(s.restrictedReaders.countyId, who.countyId), eq(s.restrictedReaders.personId, who.personId))!,
      erasing: remove,
    },
  ),
  entry(
    s.memberships,
    {
      plain: ['countyId', 'id', 'version'],
      self: ['bodyId', 'unitId', 'office', 'fromOn', 'untilOn', 'endedAt', 'endReason', 'changedAt'],
      id: ['personId'],
      shared: ['changedByPersonId'],
    },
    {
      group: 'offices',
      own: (who) => and(eq(s.memberships.countyId, who.countyId), eq(s.memberships.personId, who.personId))!,
      // An office that nobody real holds is over; that it was held stays.
      erasing: {
        do: 'set',
        // A term that has not begun ends on the day it would have.
        values: ({ today, at }) => ({
          endedAt: sql`coalesce(${s.memberships.endedAt}, ${at.toISOString()}::timestamptz)`,
          untilOn: sql`greatest(${s.memberships.fromOn}, least(coalesce(${s.memberships.untilOn}, ${today}::date), ${today}::date))`,
        }),
      },
    },
  ),
  entry(
    s.actionItemChanges,
    {
      plain: ['countyId', 'id', 'seq', 'unitId', 'onceKey'],
      self: ['actionItemId', 'kind', 'fromState', 'toState', 'remark', 'percent', 'via', 'byName', 'at'],
      shared: ['detail'],
      id: ['byId'],
    },
    {
      group: 'ledger',
      own: (who) =>
        and(
          eq(s.actionItemChanges.countyId, who.countyId),
          or(eq(s.actionItemChanges.byId, who.personId), sql`${s.actionItemChanges.byId} in ${mySeats(who)}`),
        )!,
      erasing: { do: 'set', values: ({ name }) => ({ byName: name }) },
    },
  ),
  entry(
    s.itemExtensions,
    {
      plain: ['countyId', 'id', 'unitId', 'decidedAt', 'word'],
      self: ['actionItemId', 'fromDue', 'toDue', 'reason', 'askedAt', 'state'],
      id: ['askedById', 'decidedById'],
    },
    {
      group: 'ledger',
      own: (who) => and(eq(s.itemExtensions.countyId, who.countyId), eq(s.itemExtensions.askedById, who.personId))!,
    },
  ),
  entry(
    s.itemLinks,
    {
      plain: ['countyId', 'id'],
      self: ['actionItemId', 'createdAt', 'expiresAt', 'revokedAt'],
      secret: ['secretHash'],
      id: ['personId', 'madeById'],
    },
    {
      group: 'ledger',
      own: (who) => and(eq(s.itemLinks.countyId, who.countyId), eq(s.itemLinks.personId, who.personId))!,
      erasing: remove,
    },
  ),
  entry(
    s.files,
    {
      plain: ['countyId'],
      self: [
        'id',
        'name',
        'mediaType',
        'bytes',
        'sha256',
        'bodyId',
        'topicId',
        'meetingId',
        'agendaItemId',
        'actionItemId',
        'state',
        'createdAt',
        'removedAt',
      ],
      id: ['uploaderId'],
    },
    {
      group: 'files',
      own: (who) => and(eq(s.files.countyId, who.countyId), eq(s.files.uploaderId, who.personId))!,
    },
  ),
  entry(
    s.consents,
    { plain: ['countyId', 'id'], id: ['personId'], self: ['purpose', 'wordingVersion', 'givenAt', 'withdrawnAt'] },
    {
      group: 'choices',
      own: (who) => and(eq(s.consents.countyId, who.countyId), eq(s.consents.personId, who.personId))!,
    },
  ),
  entry(
    s.erasures,
    {
      plain: ['countyId', 'id', 'number'],
      id: ['personId'],
      shared: ['decidedById'],
      self: ['state', 'askedAt', 'decidedAt', 'reason', 'runsAt', 'endedAt'],
    },
    {
      group: 'choices',
      own: (who) => and(eq(s.erasures.countyId, who.countyId), eq(s.erasures.personId, who.personId))!,
    },
  ),
  // Who asked too often, by id, account or network address; gone after a day.
  entry(
    s.rateLimits,
    { self: ['key', 'windowStart', 'count'] },
    {
      group: 'limits',
      own: ({ personId }) => sql`${s.rateLimits.key} like ${`%${personId}%`}`,
      erasing: remove,
    },
  ),
  // Append only and chained: ids, never names. It says what an account did, and after erasing no more whose it was.
  entry(
    s.events,
    {
      plain: ['countyId', 'actorKind', 'keyId', 'mac'],
      self: ['seq', 'at', 'verb', 'thingId', 'result', 'from', 'detail'],
      id: ['actorId'],
    },
    {
      group: 'audit',
      own: (who) => and(eq(s.events.countyId, who.countyId), eq(s.events.actorId, who.personId))!,
    },
  ),
  entry(
    s.seats,
    {
      plain: ['countyId', 'id'],
      self: [
        'meetingId',
        'unitId',
        'name',
        'role',
        'admission',
        'word',
        'mayWrite',
        'handRaisedAt',
        'handKind',
        'isCoChair',
        'onSiteAt',
        'onSiteLeftAt',
        'requestedAt',
        'admittedAt',
        'bannedAt',
        'termEnd',
        'createdAt',
      ],
      id: ['personId', 'sharesWithSeatId'],
    },
    {
      group: 'rooms',
      own: (who) => and(eq(s.seats.countyId, who.countyId), eq(s.seats.personId, who.personId))!,
      // Without the person's id: what was said in chat is then said by a seat, and the seat is nobody's.
      erasing: { do: 'set', values: ({ name }) => ({ name, word: null, personId: null, mayWrite: false }) },
    },
  ),
  entry(
    s.people,
    {
      plain: ['countyId'],
      id: ['id'],
      self: ['name', 'userName', 'email', 'phone', 'adminRoles', 'createdAt', 'disabledAt'],
      secret: ['passwordHash'],
    },
    {
      group: 'account',
      own: (who) => and(eq(s.people.countyId, who.countyId), eq(s.people.id, who.personId))!,
      erasing: {
        do: 'set',
        values: ({ name, at }) => ({
          name,
          userName: null,
          email: null,
          phone: null,
          passwordHash: null,
          adminRoles: [],
          disabledAt: at,
        }),
      },
    },
  ),
]
