// Every rule of who may what. `can` is pure; nothing else decides. A verb that is not in the table is refused.
// Read a row aloud: "meeting.manage: somebody who is convenor, deputy convenor or secretary of that body".
import { AppError, assertNever } from '@/server/errors'
import type { ErrorCode } from '@/server/errors'
import type {
  AccessTokenId,
  BodyId,
  CountyId,
  DocumentId,
  MeetingId,
  PersonId,
  SeatId,
  SessionId,
  UnitId,
} from '@/server/ids'
import type { UnitKind } from '@/server/rooms/contract'

export type Office = 'convenor' | 'deputy-convenor' | 'member' | 'liaison' | 'secretary' | 'observer'
export type SeatRole = 'chair' | 'secretary' | 'speaker' | 'listener' | 'observer'
export type AdminRole = 'system' | 'security' | 'audit'

/** Somebody with an account: signed in (sessionId), or a program with a person's bearer token (tokenId). */
export type PersonActor = {
  kind: 'person'
  countyId: CountyId
  personId: PersonId
  name: string
  sessionId: SessionId | null
  tokenId: AccessTokenId | null
  /** Of a token that only reads: every verb that changes something is refused. */
  isReadOnly?: true
  adminRoles: readonly AdminRole[]
  /** Current terms only. */
  memberships: readonly { bodyId: BodyId; unitId: UnitId; unitKind: UnitKind; office: Office }[]
}

/** Somebody at their place in one meeting, a guest or a signed-in person; facts are read fresh at every request. */
export type SeatActor = {
  kind: 'seat'
  countyId: CountyId
  seatId: SeatId
  meetingId: MeetingId
  bodyId: BodyId
  personId: PersonId | null
  unitId: UnitId | null
  unitKind: UnitKind | null
  name: string
  role: SeatRole
  admission: 'expected' | 'waiting' | 'admitted' | 'refused'
  isBanned: boolean
  mayWrite: boolean
  hasFloor: boolean
  /** The current item is a restricted one. */
  isRestrictedNow: boolean
  /** … and this seat is not on its list: it neither hears nor speaks until the next item (DECISIONS 2). */
  isSetAside: boolean
  /** Sits in one room with another seat, whose microphone and loudspeaker serve both. */
  sharesDevice: boolean
  meetingState: 'planned' | 'live' | 'ended'
  tokenId: AccessTokenId | null
}

/** The terminal of the host, and the demo county's loader. What root on the host can do is said in docs/SECURITY.md. */
export type OperatorActor = { kind: 'operator' }
export type SystemActor = { kind: 'system' }
/** `invitedTo`: the sitting whose link or code they hold. */
export type AnonymousActor = { kind: 'anonymous'; invitedTo?: MeetingId }
export type Actor = PersonActor | SeatActor | OperatorActor | SystemActor | AnonymousActor

export type Thing =
  | { kind: 'county'; countyId: CountyId }
  | {
      kind: 'body'
      countyId: CountyId
      bodyId: BodyId
      /** Offices that may propose topics by the body's own rules; empty or left out: everybody who may speak. */
      proposers?: readonly Office[]
    }
  | {
      kind: 'topic'
      countyId: CountyId
      bodyId: BodyId
      /** Null where nobody with an account proposed it. */
      proposerId: PersonId | null
      /** Nobody has said yet whether it is taken up. */
      isProposed: boolean
    }
  | { kind: 'meeting'; countyId: CountyId; bodyId: BodyId; meetingId: MeetingId; state: 'planned' | 'live' | 'ended' }
  | {
      kind: 'document'
      countyId: CountyId
      documentId: DocumentId
      isFrozen: boolean
      /** Null for a free-standing document of the county. */
      meeting: { bodyId: BodyId; meetingId: MeetingId } | null
      /** Of a restricted item: who is on its list. Null: whoever may read the sitting's minutes. */
      readers: readonly PersonId[] | null
    }
  /** Minutes as they were issued, and to which units. */
  | {
      kind: 'issuedMinutes'
      countyId: CountyId
      bodyId: BodyId
      meetingId: MeetingId
      isPublic: boolean
      unitIds: readonly UnitId[]
    }
  /** A unit that circulated minutes were sent to. */
  | { kind: 'circulation'; countyId: CountyId; bodyId: BodyId; unitId: UnitId }
  | {
      kind: 'vote'
      countyId: CountyId
      bodyId: BodyId
      meetingId: MeetingId
      /** Of a restricted item: who is on its list. Null: whoever may read the sitting. */
      readers: readonly PersonId[] | null
    }
  | {
      kind: 'actionItem'
      countyId: CountyId
      bodyId: BodyId
      leadUnitId: UnitId | null
      assistingUnitIds: readonly UnitId[]
      /** Decided under a restricted item: who is on its list. Null: whoever may read the sitting. */
      readers: readonly PersonId[] | null
    }
  | {
      /** Somebody's place in a sitting they have a notice of; nulls where it is nobody's. */
      kind: 'place'
      countyId: CountyId
      bodyId: BodyId
      meetingId: MeetingId
      unitId: UnitId | null
      personId: PersonId | null
    }
  | {
      /** A file, or the place where one is to be added. */
      kind: 'file'
      countyId: CountyId
      bodyId: BodyId
      of: 'body' | 'topic' | 'meeting' | 'agendaItem' | 'actionItem'
      /** Whose material it is, of a sitting or one of its items; null: of none. */
      meetingId: MeetingId | null
      /** Of an action item: who leads it and who assists. */
      unitIds: readonly UnitId[]
      /** Null where there is no file yet. */
      uploaderId: PersonId | null
      /** Of a restricted item: who is on its list. Null: whoever may read what it belongs to. */
      readers: readonly PersonId[] | null
    }

type PersonRule = (actor: PersonActor, thing: Thing) => boolean
type SeatRule = (actor: SeatActor, thing: Thing) => boolean
type AnonymousRule = (actor: AnonymousActor, thing: Thing) => boolean
type Rule = { person?: PersonRule; seat?: SeatRule; anonymous?: AnonymousRule }

const bodyOf = (thing: Thing): BodyId | null => {
  switch (thing.kind) {
    case 'county':
      return null
    case 'body':
    case 'topic':
    case 'meeting':
    case 'vote':
    case 'circulation':
    case 'issuedMinutes':
    case 'actionItem':
    case 'file':
    case 'place':
      return thing.bodyId
    case 'document':
      return thing.meeting?.bodyId ?? null
    default:
      return assertNever(thing)
  }
}

const running: readonly Office[] = ['convenor', 'deputy-convenor', 'secretary']
const speaking: readonly Office[] = [...running, 'member', 'liaison']

/** A body's rules may narrow who proposes, never widen it. */
const proposersOf = (thing: Thing): readonly Office[] =>
  thing.kind === 'body' && thing.proposers?.length
    ? speaking.filter((office) => thing.proposers!.includes(office))
    : speaking
const officialKinds: readonly UnitKind[] = ['government', 'department', 'school']

const anyone: PersonRule = () => true
const inPerson: PersonRule = (actor) => actor.tokenId === null
const admin =
  (role: AdminRole): PersonRule =>
  (actor) =>
    actor.adminRoles.includes(role)
const holds =
  (...offices: readonly Office[]): PersonRule =>
  (actor, thing) => {
    const body = bodyOf(thing)
    return actor.memberships.some((m) => (body === null || m.bodyId === body) && offices.includes(m.office))
  }
const memberOfBody: PersonRule = (actor, thing) => holds(...speaking, 'observer')(actor, thing)
const ofLeadUnit: PersonRule = (actor, thing) =>
  thing.kind === 'actionItem' &&
  actor.memberships.some(
    (m) => m.bodyId === thing.bodyId && m.unitId === thing.leadUnitId && speaking.includes(m.office),
  )
/** For one's own place, or for a colleague of one's unit. */
const ofPlace: PersonRule = (actor, thing) =>
  thing.kind === 'place' &&
  actor.memberships.some(
    (m) =>
      m.bodyId === thing.bodyId &&
      m.unitId === thing.unitId &&
      (speaking.includes(m.office) || actor.personId === thing.personId),
  )
const ofItsUnits: PersonRule = (actor, thing) =>
  ofLeadUnit(actor, thing) ||
  (thing.kind === 'actionItem' &&
    actor.memberships.some(
      (m) => m.bodyId === thing.bodyId && thing.assistingUnitIds.includes(m.unitId) && speaking.includes(m.office),
    ))
/** Sits for the lead unit in any office: whoever does is no judge of what it did. */
const sitsForLead: PersonRule = (actor, thing) =>
  thing.kind === 'actionItem' &&
  actor.memberships.some((m) => m.bodyId === thing.bodyId && m.unitId === thing.leadUnitId)
const either =
  (...rules: PersonRule[]): PersonRule =>
  (actor, thing) =>
    rules.some((rule) => rule(actor, thing))

/** Of a restricted item: on its list, in person. A program's token never is (DECISIONS 18). */
const isListed = (actor: PersonActor | SeatActor, thing: Thing): boolean =>
  (thing.kind !== 'document' && thing.kind !== 'file' && thing.kind !== 'actionItem' && thing.kind !== 'vote') ||
  thing.readers === null ||
  (actor.tokenId === null && actor.personId !== null && thing.readers.includes(actor.personId))
/** For those it is meant for, and among them by this rule. */
const listed = (rule: Rule): Rule => ({
  ...(rule.person && { person: (actor, thing) => isListed(actor, thing) && rule.person!(actor, thing) }),
  ...(rule.seat && { seat: (actor, thing) => isListed(actor, thing) && rule.seat!(actor, thing) }),
})

/** Materials of a sitting come from who runs it; evidence from the units of the item; the rest from whoever may speak. */
const addsFiles: PersonRule = (actor, thing) => {
  if (thing.kind !== 'file') return false
  if (holds(...running)(actor, thing)) return true
  if (thing.of === 'meeting' || thing.of === 'agendaItem') return false
  if (thing.of !== 'actionItem') return holds(...speaking)(actor, thing)
  return actor.memberships.some(
    (m) => m.bodyId === thing.bodyId && thing.unitIds.includes(m.unitId) && speaking.includes(m.office),
  )
}
const ownFile: PersonRule = (actor, thing) =>
  thing.kind === 'file' && thing.uploaderId === actor.personId && addsFiles(actor, thing)

const proposed: PersonRule = (actor, thing) =>
  thing.kind === 'topic' && thing.isProposed && thing.proposerId === actor.personId && holds(...speaking)(actor, thing)

const isMinutes = (thing: Thing) => thing.kind === 'document' && thing.meeting !== null
const isDraft = (thing: Thing) => thing.kind === 'document' && thing.meeting !== null && !thing.isFrozen
const ofMinutes =
  (...offices: readonly Office[]): PersonRule =>
  (actor, thing) =>
    inPerson(actor, thing) && isMinutes(thing) && holds(...offices)(actor, thing)
const ofAskedUnit: PersonRule = (actor, thing) =>
  thing.kind === 'circulation' &&
  actor.memberships.some((m) => m.bodyId === thing.bodyId && m.unitId === thing.unitId && speaking.includes(m.office))

/** Whoever sits for an addressed unit, in whichever body. */
const isAddressed: PersonRule = (actor, thing) =>
  thing.kind === 'issuedMinutes' && actor.memberships.some((m) => thing.unitIds.includes(m.unitId))

const meetingOf = (thing: Thing): MeetingId | null =>
  thing.kind === 'meeting' || thing.kind === 'vote' || thing.kind === 'file'
    ? thing.meetingId
    : thing.kind === 'document'
      ? (thing.meeting?.meetingId ?? null)
      : null

/** In: this seat belongs to the meeting in question, was let in and not thrown out, and the sitting is open. */
const isIn: SeatRule = (actor, thing) =>
  meetingOf(thing) === actor.meetingId &&
  actor.admission === 'admitted' &&
  !actor.isBanned &&
  actor.meetingState === 'live'
/** In, and not put in the waiting room by a restricted item. */
const isAmong: SeatRule = (actor, thing) => isIn(actor, thing) && !actor.isSetAside
const runs: SeatRule = (actor, thing) => isIn(actor, thing) && (actor.role === 'chair' || actor.role === 'secretary')
const votes: SeatRule = (actor, thing) =>
  isIn(actor, thing) && actor.tokenId === null && ['chair', 'secretary', 'speaker'].includes(actor.role)

/** Verb → who. An actor of a kind without a rule is refused; so is anybody from another county. */
export const accessTable = {
  // The county
  'county.read': { person: anyone },
  'county.settings': { person: admin('system') },
  'people.read': { person: anyone },
  'people.manage': { person: admin('security') },
  /** Offices and units of a file ask body.manage of their body besides. */
  'people.import': { person: admin('security') },
  'people.invite': { person: admin('security') },
  'people.reset-factor': { person: admin('security') },
  /** One's own way in by the county's provider. */
  'identity.bind': { person: inPerson },
  'audit.read': { person: admin('audit') },
  'audit.export': { person: admin('audit') },
  'register.read': { person: anyone },
  /** Whoever keeps the papers of a body, or runs the system. */
  'register.manage': { person: either(holds('secretary', 'convenor'), admin('system')) },
  /** The county's calendar of holidays: whoever keeps the papers of a body, or runs the system. */
  'holiday.manage': { person: either(holds('secretary', 'convenor'), admin('system')) },
  // The body
  'body.read': { person: either(memberOfBody, admin('system')) },
  'body.create': { person: admin('system') },
  'body.manage': { person: either(holds('secretary', 'convenor'), admin('system')) },
  'duties.read': { person: memberOfBody },
  'duties.manage': { person: holds('secretary', 'convenor') },
  'topic.read': { person: memberOfBody },
  'topic.propose': { person: (actor, thing) => holds(...proposersOf(thing))(actor, thing) },
  'topic.manage': { person: holds('secretary', 'convenor') },
  /** Its own words: the proposer's until it is taken up; who keeps the papers may put them right, and every wording stays. */
  'topic.edit': { person: either(holds('secretary', 'convenor'), proposed) },
  // A meeting
  'meeting.read': { person: memberOfBody },
  'meeting.manage': { person: holds(...running) },
  /** The rule by which a series meets, its dates, and planning them. */
  'series.manage': { person: holds(...running) },
  'meeting.attend': { person: memberOfBody },
  // Its notice and the replies
  'notice.read': { person: memberOfBody },
  'notice.send': { person: holds(...running) },
  'notice.reply': { person: ofPlace },
  'notice.record-reply': { person: holds(...running) },
  // The room
  'room.enter': { seat: isIn },
  /** Hearing and seeing the others: also who only listens, never who was put aside. */
  'room.hear': { seat: isAmong },
  'room.chat': { seat: (actor, thing) => isAmong(actor, thing) && actor.role !== 'observer' },
  'room.ask-floor': { seat: (actor, thing) => isAmong(actor, thing) && actor.role !== 'observer' },
  'room.publish': {
    seat: (actor, thing) =>
      isAmong(actor, thing) &&
      (actor.role === 'chair' || actor.role === 'secretary' || actor.role === 'speaker' || actor.hasFloor),
  },
  'room.run': { person: holds(...running), seat: runs },
  // Votes. Whose vote a seat gives, and whether it has one at all, is the electorate's to say (votes/electorate.ts)
  'vote.read': listed({ person: memberOfBody, seat: isIn }),
  /** Prepare, open, count hands, close, call off. */
  'vote.run': listed({ person: holds(...running), seat: runs }),
  /** From a place in the room, in person: a program's token never votes (DECISIONS 18). */
  'vote.cast': listed({ seat: votes }),
  // Who was there
  /** The list as the secretary confirmed it; facts by device only for who runs the sitting. */
  'attendance.read': { person: memberOfBody },
  'attendance.confirm': { person: holds('secretary', 'convenor', 'deputy-convenor') },
  // The minutes
  'minutes.read': listed({
    person: either(memberOfBody, (_a, t) => t.kind === 'document' && t.meeting === null),
    seat: isIn,
  }),
  'minutes.write': listed({
    person: (actor, thing) =>
      thing.kind === 'document' &&
      !thing.isFrozen &&
      (thing.meeting === null ? actor.memberships.length > 0 : holds('secretary', 'convenor')(actor, thing)),
    seat: (actor, thing) =>
      thing.kind === 'document' && !thing.isFrozen && isIn(actor, thing) && (runs(actor, thing) || actor.mayWrite),
  }),
  /** A word in the margin, in person, by whoever may also speak; what is frozen is answered another way. */
  'minutes.comment': listed({
    person: (actor, thing) => isDraft(thing) && inPerson(actor, thing) && holds(...speaking)(actor, thing),
    seat: (actor, thing) =>
      isDraft(thing) && actor.tokenId === null && isAmong(actor, thing) && actor.role !== 'observer',
  }),
  'minutes.freeze': listed({
    person: (actor, thing) => isMinutes(thing) && holds('secretary', 'convenor')(actor, thing),
  }),
  'minutes.history': listed({ person: (actor, thing) => isMinutes(thing) && memberOfBody(actor, thing) }),
  /** Circulating, signing and issuing are done in person: a program's token speaks for nobody's judgement (DECISIONS 18). */
  'minutes.circulate': listed({ person: ofMinutes('secretary', 'convenor') }),
  /** Whoever speaks for the unit that was asked. */
  'minutes.answer': { person: (actor, thing) => inPerson(actor, thing) && ofAskedUnit(actor, thing) },
  'minutes.sign': listed({ person: ofMinutes('convenor', 'deputy-convenor') }),
  'minutes.reopen': listed({ person: ofMinutes('secretary', 'convenor') }),
  'minutes.issue': listed({ person: ofMinutes('secretary', 'convenor') }),
  /**
   * The papers as they were issued: public ones everybody of the county, and whoever was asked to that sitting by a link or
   * its code (DECISIONS 15); internal ones the body and whom they went to.
   */
  'minutes.read-issued': {
    person: either(memberOfBody, isAddressed, (_a, t) => t.kind === 'issuedMinutes' && t.isPublic),
    anonymous: ({ invitedTo }, t) => t.kind === 'issuedMinutes' && t.isPublic && t.meetingId === invitedTo,
  },
  'minutes.amend': listed({ person: ofMinutes('secretary', 'convenor') }),
  'document.create': { person: (actor) => actor.memberships.length > 0 },
  // The ledger
  'action-item.read': listed({ person: memberOfBody }),
  'action-item.set-state': listed({ person: either(holds(...running), ofLeadUnit) }),
  /** Each unit its part; whoever runs the body may write down what was told. */
  'action-item.report': listed({ person: either(holds(...running), ofItsUnits) }),
  /** Verifying is the body's: never by somebody of the lead unit, whatever office they hold. */
  'action-item.verify': listed({
    person: (actor, thing) => holds(...running)(actor, thing) && !sitsForLead(actor, thing),
  }),
  'action-item.stop': listed({ person: holds(...running) }),
  'action-item.ask-extension': listed({ person: ofLeadUnit }),
  /** Nor is whoever leads it the judge of its own delay. */
  'action-item.decide-extension': listed({
    person: (actor, thing) => holds(...running)(actor, thing) && !sitsForLead(actor, thing),
  }),
  'action-item.chase': listed({ person: holds(...running) }),
  'action-item.hand-over': listed({ person: holds(...running) }),
  'action-item.split': listed({ person: either(holds(...running), ofLeadUnit) }),
  'action-item.label': listed({ person: holds(...running) }),
  /** A ledger kept elsewhere comes in whole; what it came with is taken back by whoever brought it. */
  'action-item.import': { person: holds(...running) },
  /** What was said of it at a later sitting, as a line of its history. */
  'action-item.remark': listed({ person: holds(...running) }),
  'action-item.set-duty': listed({ person: holds('secretary', 'convenor', 'deputy-convenor') }),
  'action-item.comment': listed({ person: holds(...speaking) }),
  /** A link by which somebody of its units reports without signing in. */
  'action-item.link': listed({ person: either(holds(...running), ofLeadUnit) }),
  /** Ways to look at the ledger: one's own, and a body's for all who sit in it. */
  'ledger-view.own': { person: (actor) => actor.memberships.length > 0 },
  'ledger-view.manage': { person: holds(...running) },
  /** Reports on how the items of a body stand (通報): counted, written, changed, taken out. */
  'report.write': { person: holds(...running) },
  // Files, by the thing they belong to
  /** Materials of the sitting also at a seat in it, a guest's too; what is restricted to its list of people alone. */
  'file.read': listed({
    person: memberOfBody,
    seat: (actor, thing) => thing.kind === 'file' && thing.readers === null && isAmong(actor, thing),
  }),
  'file.add': listed({ person: addsFiles }),
  'file.remove': listed({ person: either(holds(...running), ownFile) }),
  // Privacy: everybody their own; the security administrator decides on erasing
  'privacy.read': { person: anyone },
  /** Taking out and giving up what is one's own: in person, never by a program's token. */
  'privacy.own': { person: inPerson },
  'erasure.decide': { person: (actor, thing) => inPerson(actor, thing) && admin('security')(actor, thing) },
  'retention.set': { person: admin('system') },
  /** One's own programs: made, listed and revoked by hand, never by a program. */
  'token.own': { person: inPerson },
  /** Where other systems are told what happened: by hand, never by a program. */
  'webhook.manage': { person: (actor, thing) => inPerson(actor, thing) && admin('system')(actor, thing) },
  /** What one was told, and how one wants to be told. */
  'notification.own': { person: inPerson },
  /** The secret address of one's own calendar. */
  'calendar.own': { person: inPerson },
  /** Somebody of an office or a school may need a child's name where a parent or a guest is asked to leave it out. */
  'child-name.keep': {
    person: (actor) => actor.memberships.some((m) => officialKinds.includes(m.unitKind)),
    seat: (actor) => actor.personId !== null && actor.unitKind !== null && officialKinds.includes(actor.unitKind),
  },
} as const satisfies Record<string, Rule>

export type Verb = keyof typeof accessTable

/** What a token that only reads may do, of what its person may: nothing else, also where a verb is added later. */
const readingVerbs: ReadonlySet<Verb> = new Set<Verb>([
  'county.read',
  'people.read',
  'register.read',
  'body.read',
  'duties.read',
  'topic.read',
  'meeting.read',
  'notice.read',
  'attendance.read',
  'vote.read',
  'minutes.read',
  'minutes.history',
  'action-item.read',
  'file.read',
])

export function can(actor: Actor, verb: Verb, thing: Thing): boolean {
  const rule: Rule = accessTable[verb]
  switch (actor.kind) {
    case 'operator':
    case 'system':
      return true
    case 'anonymous':
      return rule.anonymous?.(actor, thing) ?? false
    case 'person':
      if (actor.isReadOnly && !readingVerbs.has(verb)) return false
      return actor.countyId === thing.countyId && (rule.person?.(actor, thing) ?? false)
    case 'seat':
      return actor.countyId === thing.countyId && (rule.seat?.(actor, thing) ?? false)
    default:
      return assertNever(actor)
  }
}

/** Throws what the actor should be told: sign in, wait, banned, or plainly not allowed. */
export function requireAccess(actor: Actor, verb: Verb, thing: Thing): void {
  if (!can(actor, verb, thing)) throw new AppError(refusal(actor))
}

function refusal(actor: Actor): ErrorCode {
  if (actor.kind === 'anonymous') return 'not_signed_in'
  if (actor.kind !== 'seat') return 'not_allowed'
  if (actor.isBanned) return 'seat_banned'
  if (actor.admission === 'refused') return 'seat_refused'
  if (actor.admission !== 'admitted') return 'seat_waiting'
  if (actor.meetingState === 'ended') return 'meeting_over'
  if (actor.meetingState === 'planned') return 'meeting_not_open'
  return 'not_allowed'
}

/** The most that this asker, as a person, a seat or both, may do with a document. */
export function documentRights(actors: readonly Actor[], thing: Thing): 'write' | 'read' | null {
  if (actors.some((actor) => can(actor, 'minutes.write', thing))) return 'write'
  if (actors.some((actor) => can(actor, 'minutes.read', thing))) return 'read'
  return null
}

/** How an actor is named in the audit trail: kind and id, never a name. */
export function actorRef(actor: Actor): { kind: Actor['kind']; id: string | null } {
  switch (actor.kind) {
    case 'person':
      return { kind: 'person', id: actor.personId }
    case 'seat':
      return { kind: 'seat', id: actor.seatId }
    case 'operator':
    case 'system':
    case 'anonymous':
      return { kind: actor.kind, id: null }
    default:
      return assertNever(actor)
  }
}
