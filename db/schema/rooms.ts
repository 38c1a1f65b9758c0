import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AgendaItemId, DeviceId, MeetingId, MessageId, PersonId, SeatId, UnitId } from '@/server/ids'
import { at, big, countyId, ref } from '../columns'
import { units } from './bodies'
import { counties } from './counties'
import { agendaItems, meetings } from './meetings'
import { people } from './people'

/** Person × meeting: owns admission, role, rights and ban. Devices come and go. */
export const seats = pgTable(
  'seats',
  {
    countyId: countyId(),
    id: uuid('id').$type<SeatId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    /** Null for a guest. */
    personId: ref<PersonId>('person_id'),
    unitId: ref<UnitId>('unit_id'),
    name: text('name').notNull(),
    /** chair and secretary run the room; a speaker may publish; a listener hears and asks; an observer only hears. */
    role: text('role').$type<'chair' | 'secretary' | 'speaker' | 'listener' | 'observer'>().notNull(),
    admission: text('admission').$type<'expected' | 'waiting' | 'admitted' | 'refused'>().notNull().default('expected'),
    /** A word from the secretary to a refused or waiting guest. */
    word: text('word'),
    /** Whether this seat may write in the minutes (DECISIONS 9: guests read, the secretary grants). */
    mayWrite: boolean('may_write').notNull().default(false),
    handRaisedAt: at('hand_raised_at'),
    /** order: a point of order 插話, which goes before the others. */
    handKind: text('hand_kind').$type<'turn' | 'order'>().notNull().default('turn'),
    /** Runs the room beside the chair, granted to somebody who holds an office in the body. */
    isCoChair: boolean('is_co_chair').notNull().default(false),
    /** In the hall without a device of their own, since when and until when. */
    onSiteAt: at('on_site_at'),
    onSiteLeftAt: at('on_site_left_at'),
    /** Sits in one room with this seat, whose microphone and loudspeaker serve both. */
    sharesWithSeatId: ref<SeatId>('shares_with_seat_id'),
    requestedAt: at('requested_at'),
    admittedAt: at('admitted_at'),
    bannedAt: at('banned_at'),
    /** The term behind this seat ended during the sitting: an observer until the chair decides, then what was decided. */
    termEnd: text('term_end').$type<'undecided' | 'speaker' | 'observer'>(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.personId], foreignColumns: [people.countyId, people.id] }),
    foreignKey({ columns: [t.countyId, t.unitId], foreignColumns: [units.countyId, units.id] }),
    // A second tab or device of one person finds the same seat; the constraint settles the race.
    uniqueIndex('seats_one_per_person').on(t.countyId, t.meetingId, t.personId),
    index('seats_meeting').on(t.countyId, t.meetingId, t.admission),
    check('seats_role', sql`${t.role} in ('chair','secretary','speaker','listener','observer')`),
    check('seats_admission', sql`${t.admission} in ('expected','waiting','admitted','refused')`),
    check('seats_term_end', sql`${t.termEnd} in ('undecided','speaker','observer')`),
    foreignKey({ columns: [t.countyId, t.sharesWithSeatId], foreignColumns: [t.countyId, t.id] }),
    check('seats_hand_kind', sql`${t.handKind} in ('turn','order')`),
    check('seats_on_site', sql`${t.onSiteLeftAt} is null or ${t.onSiteAt} <= ${t.onSiteLeftAt}`),
    check('seats_shares', sql`${t.sharesWithSeatId} <> ${t.id}`),
    check('seats_name', sql`char_length(${t.name}) between 1 and 80`),
  ],
)

/** /l/<secret>: works many times until it expires or is revoked; each tap adds a device to the same seat. */
export const seatLinks = pgTable(
  'seat_links',
  {
    countyId: countyId(),
    id: uuid('id').notNull(),
    seatId: ref<SeatId>('seat_id').notNull(),
    secretHash: text('secret_hash').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    uniqueIndex('seat_links_secret').on(t.secretHash),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
  ],
)

/** A browser of a guest, known by its one HttpOnly device cookie. */
export const devices = pgTable(
  'devices',
  {
    countyId: countyId().references(() => counties.id),
    id: uuid('id').$type<DeviceId>().notNull(),
    secretHash: text('secret_hash').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.countyId, t.id] }), uniqueIndex('devices_secret').on(t.secretHash)],
)

/** Which seats a device may take; at most three live ones per seat, the oldest is ended when a fourth comes. */
export const seatDevices = pgTable(
  'seat_devices',
  {
    countyId: countyId(),
    seatId: ref<SeatId>('seat_id').notNull(),
    deviceId: ref<DeviceId>('device_id').notNull(),
    createdAt: at('created_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.seatId, t.deviceId] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey({ columns: [t.countyId, t.deviceId], foreignColumns: [devices.countyId, devices.id] }),
    index('seat_devices_device').on(t.countyId, t.deviceId),
  ],
)

export const chatMessages = pgTable(
  'chat_messages',
  {
    countyId: countyId(),
    id: uuid('id').$type<MessageId>().notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    seatId: ref<SeatId>('seat_id').notNull(),
    /** Who reads it: everybody in the room, those at the door, or those who run the room. */
    scope: text('scope').$type<'room' | 'waiting' | 'chairs'>().notNull().default('room'),
    /** Said while a restricted item was current: for those on its list alone. */
    restrictedItemId: ref<AgendaItemId>('restricted_item_id'),
    text: text('text').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
    foreignKey({ columns: [t.countyId, t.seatId], foreignColumns: [seats.countyId, seats.id] }),
    foreignKey({ columns: [t.countyId, t.restrictedItemId], foreignColumns: [agendaItems.countyId, agendaItems.id] }),
    check('chat_messages_scope', sql`${t.scope} in ('room','waiting','chairs')`),
    index('chat_messages_order').on(t.countyId, t.meetingId, t.at),
    check('chat_messages_text', sql`char_length(${t.text}) between 1 and 2000`),
  ],
)

/** What LiveKit reported, once per webhook id: the evidence attendance is computed from. */
export const mediaEvents = pgTable(
  'media_events',
  {
    countyId: countyId(),
    id: text('id').notNull(),
    meetingId: ref<MeetingId>('meeting_id').notNull(),
    seatId: ref<SeatId>('seat_id'),
    participantSid: text('participant_sid'),
    event: text('event').notNull(),
    at: at('at').notNull(),
    receivedSeq: big('received_seq').generatedAlwaysAsIdentity(),
  },
  (t) => [
    primaryKey({ columns: [t.countyId, t.id] }),
    foreignKey({ columns: [t.countyId, t.meetingId], foreignColumns: [meetings.countyId, meetings.id] }),
  ],
)
