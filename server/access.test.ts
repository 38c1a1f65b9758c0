// Every verb × every kind of actor × own and other county, body, meeting, seat, restricted or not, against access.md.
import { expect, test } from 'vitest'
import {
  accessTable,
  can,
  type Actor,
  type AdminRole,
  type Office,
  type PersonActor,
  type SeatActor,
  type SeatRole,
  type Thing,
  type Verb,
} from '@/server/access'
import { AccessTokenId, BodyId, CountyId, DocumentId, MeetingId, PersonId, SeatId, UnitId } from '@/server/ids'
import { accessRows as rows, actorNames as columns } from '@/tests/support/access-table'

const uuid = () => crypto.randomUUID()
const own = {
  county: CountyId.parse(uuid()),
  body: BodyId.parse(uuid()),
  meeting: MeetingId.parse(uuid()),
  unit: UnitId.parse(uuid()),
}
const other = {
  county: CountyId.parse(uuid()),
  body: BodyId.parse(uuid()),
  meeting: MeetingId.parse(uuid()),
  unit: UnitId.parse(uuid()),
}
const me = PersonId.parse(uuid())
const program = AccessTokenId.parse(uuid())

const person = (change: Partial<PersonActor>): PersonActor => ({
  kind: 'person',
  countyId: own.county,
  personId: me,
  name: '李秘书',
  sessionId: null,
  tokenId: null,
  adminRoles: [],
  memberships: [],
  ...change,
})
const seat = (role: SeatRole, change: Partial<SeatActor> = {}): SeatActor => ({
  kind: 'seat',
  countyId: own.county,
  seatId: SeatId.parse(uuid()),
  meetingId: own.meeting,
  bodyId: own.body,
  personId: me,
  unitId: own.unit,
  unitKind: 'family',
  name: '家长',
  role,
  admission: 'admitted',
  isBanned: false,
  mayWrite: false,
  hasFloor: false,
  isRestrictedNow: false,
  isSetAside: false,
  sharesDevice: false,
  meetingState: 'live',
  tokenId: null,
  ...change,
})
const officer = (office: Office) =>
  person({ memberships: [{ bodyId: own.body, unitId: own.unit, unitKind: 'school', office }] })
const administrator = (role: AdminRole) => person({ adminRoles: [role] })

const actors: Record<string, Actor> = {
  "nobody's": person({}),
  convenor: officer('convenor'),
  deputy: officer('deputy-convenor'),
  member: officer('member'),
  liaison: officer('liaison'),
  secretary: officer('secretary'),
  observer: officer('observer'),
  system: administrator('system'),
  security: administrator('security'),
  audit: administrator('audit'),
  chair: seat('chair'),
  scribe: seat('secretary'),
  speaker: seat('speaker'),
  listener: seat('listener'),
  watcher: seat('observer'),
  'with floor': seat('listener', { hasFloor: true }),
  'may write': seat('listener', { mayWrite: true }),
}

const fileOf: Record<string, Extract<Thing, { kind: 'file' }>['of']> = {
  'to a body': 'body',
  'to a sitting': 'meeting',
  'to an agenda item': 'agendaItem',
  'to an action item of other units': 'actionItem',
  'to an action item of their unit': 'actionItem',
  'their own, of a sitting': 'meeting',
  'of the sitting': 'agendaItem',
  'put aside': 'agendaItem',
}

/** Verbs with a row of their own for programs. */
const onlyInPerson = new Set(rows.filter(({ variant }) => variant === 'by a program').map(({ verb }) => verb))

type Place = { county: CountyId; body: BodyId; meeting: MeetingId; unit: UnitId }
/** What a verb is asked about, at a place. */
function thingOf(verb: Verb, variant: string, { county, body, meeting, unit }: Place): Thing {
  const noun = verb.split('.')[0]!
  const countyId = county
  const isRestricted = variant.startsWith('restricted')
  const readers = !isRestricted ? null : variant === 'restricted, not on the list' ? [PersonId.parse(uuid())] : [me]
  if (
    [
      'county',
      'people',
      'identity',
      'audit',
      'register',
      'holiday',
      'document',
      'privacy',
      'erasure',
      'retention',
      'child-name',
      'notification',
      'calendar',
      'webhook',
      'token',
    ].includes(noun) ||
    verb === 'body.create' ||
    verb === 'ledger-view.own'
  )
    return { kind: 'county', countyId }
  const proposers: Office[] = variant === 'liaisons and secretary only' ? ['liaison', 'secretary', 'observer'] : []
  if (verb === 'topic.edit') {
    const proposerId = variant.startsWith('their own') ? me : PersonId.parse(uuid())
    return { kind: 'topic', countyId, bodyId: body, proposerId, isProposed: !variant.endsWith('taken up') }
  }
  if (['body', 'topic', 'duties', 'ledger-view', 'report', 'series'].includes(noun) || verb === 'action-item.import')
    return { kind: 'body', countyId, bodyId: body, proposers }
  if (noun === 'meeting' || noun === 'room' || noun === 'attendance')
    return { kind: 'meeting', countyId, bodyId: body, meetingId: meeting, state: 'live' }
  if (noun === 'notice')
    return {
      kind: 'place',
      countyId,
      bodyId: body,
      meetingId: meeting,
      unitId: variant === 'for another unit' ? UnitId.parse(uuid()) : unit,
      personId: variant === 'for their own place' ? me : PersonId.parse(uuid()),
    }
  if (verb === 'minutes.answer')
    return {
      kind: 'circulation',
      countyId,
      bodyId: body,
      unitId: variant === 'asked of another unit' ? UnitId.parse(uuid()) : unit,
    }
  if (verb === 'minutes.read-issued') {
    const isSent = variant === 'internal, sent to their unit'
    const bodyId = isSent ? BodyId.parse(uuid()) : body
    const isPublic = variant === 'public'
    return { kind: 'issuedMinutes', countyId, bodyId, meetingId: meeting, isPublic, unitIds: isSent ? [unit] : [] }
  }
  if (noun === 'action-item') {
    const leadUnitId = variant === 'led by their own unit' ? unit : UnitId.parse(uuid())
    const assistingUnitIds = variant === 'assisted by their own unit' ? [unit] : []
    return { kind: 'actionItem', countyId, bodyId: body, leadUnitId, assistingUnitIds, readers }
  }
  if (noun === 'vote') return { kind: 'vote', countyId, bodyId: body, meetingId: meeting, readers }
  if (noun === 'file') {
    const of = isRestricted ? 'agendaItem' : (fileOf[variant] ?? 'topic')
    const unitIds = of !== 'actionItem' ? [] : [variant.endsWith('their unit') ? unit : UnitId.parse(uuid())]
    const uploaderId = variant.startsWith('their own') ? me : PersonId.parse(uuid())
    const meetingId = of === 'meeting' || of === 'agendaItem' ? meeting : null
    return { kind: 'file', countyId, bodyId: body, of, meetingId, unitIds, uploaderId, readers }
  }
  return {
    kind: 'document',
    countyId,
    documentId: DocumentId.parse(uuid()),
    isFrozen: variant === 'frozen',
    meeting: variant === 'of no meeting' ? null : { bodyId: body, meetingId: meeting },
    readers,
  }
}

const asAsked = (actor: Actor, variant: string): Actor => {
  if (actor.kind !== 'person' && actor.kind !== 'seat') return actor
  if (variant.endsWith('by a program')) return { ...actor, tokenId: program }
  return variant === 'put aside' && actor.kind === 'seat'
    ? { ...actor, isRestrictedNow: true, isSetAside: true }
    : actor
}

test('every verb has a row, every row a verb, every column an actor', () => {
  expect([...new Set(rows.map(({ verb }) => verb))].sort()).toEqual(Object.keys(accessTable).sort())
  expect(columns).toEqual(Object.keys(actors))
  expect(rows.every(({ cells }) => cells.length === columns.length)).toBe(true)
})

test.each(rows.map((row) => [row.name, row] as const))('%s', (_, { verb, variant, cells }) => {
  const elsewhere = { ...other, county: own.county }
  const told = columns.map((name) => {
    const actor = asAsked(actors[name]!, variant)
    const isHere = can(actor, verb, thingOf(verb, variant, own))
    const isThere = can(actor, verb, thingOf(verb, variant, elsewhere))
    expect(isThere && !isHere, `${name}: elsewhere and not at home`).toBe(false)
    return isThere ? '○' : isHere ? '●' : ''
  })
  expect(told).toEqual(cells)
})

test.each(rows.map((row) => [row.name, row] as const))('%s: never of another county, never unsigned', (_, row) => {
  const { verb, variant } = row
  // The very ids of the own body, meeting and unit, in a county that is not the actor's.
  for (const place of [other, { ...own, county: other.county }])
    for (const [name, actor] of Object.entries(actors))
      expect(can(asAsked(actor, variant), verb, thingOf(verb, variant, place)), name).toBe(false)
  const here = thingOf(verb, variant, own)
  expect(can({ kind: 'anonymous' }, verb, here)).toBe(false)
  expect([can({ kind: 'operator' }, verb, here), can({ kind: 'system' }, verb, here)]).toEqual([true, true])
})

test('issued minutes: with a link of that sitting alone, and public ones alone', () => {
  const may = (variant: string, invitedTo: MeetingId | undefined) =>
    can({ kind: 'anonymous', invitedTo }, 'minutes.read-issued', thingOf('minutes.read-issued', variant, own))
  expect(may('public', own.meeting)).toBe(true)
  expect(may('public', other.meeting)).toBe(false)
  expect(may('public', undefined)).toBe(false)
  expect(may('internal', own.meeting)).toBe(false)
  for (const { verb, variant } of rows)
    if (verb !== 'minutes.read-issued')
      expect(can({ kind: 'anonymous', invitedTo: own.meeting }, verb, thingOf(verb, variant, own)), verb).toBe(false)
})

test.each(rows.map((row) => [row.name, row] as const))('%s: a seat only when it is in', (_, { verb, variant }) => {
  const changes: Partial<SeatActor>[] = [
    { admission: 'expected' },
    { admission: 'waiting' },
    { admission: 'refused' },
    { isBanned: true },
    { meetingState: 'planned' },
    { meetingState: 'ended' },
    { meetingId: other.meeting },
  ]
  for (const role of ['chair', 'secretary', 'speaker', 'listener', 'observer'] as const)
    for (const change of changes) {
      const actor = seat(role, { hasFloor: true, mayWrite: true, ...change })
      expect(can(actor, verb, thingOf(verb, variant, own)), `${role} ${JSON.stringify(change)}`).toBe(false)
    }
})

test.each(rows.map((row) => [row.name, row] as const))('%s: a program as its person, but for lists', (_, row) => {
  if (row.variant.startsWith('restricted') || onlyInPerson.has(row.verb)) return
  for (const [name, actor] of Object.entries(actors)) {
    if (actor.kind !== 'person' && actor.kind !== 'seat') continue
    const thing = thingOf(row.verb, row.variant, own)
    expect(can({ ...actor, tokenId: program }, row.verb, thing), name).toBe(can(actor, row.verb, thing))
  }
})

test.each(rows.map((row) => [row.name, row] as const))('%s: a token that only reads changes nothing', (_, row) => {
  const reads = /\.(read|history)$/.test(row.verb) && !['audit.read', 'privacy.read'].includes(row.verb)
  if (reads) return
  for (const [name, actor] of Object.entries(actors))
    if (actor.kind === 'person')
      expect(
        can({ ...actor, tokenId: program, isReadOnly: true }, row.verb, thingOf(row.verb, row.variant, own)),
        name,
      ).toBe(false)
})
