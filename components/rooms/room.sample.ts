/** A small room for tests: chair, secretary (me) and one parent. Parsed, so that it stays what the wire carries. */
import { RoomSnapshot, SeatView } from '@/server/rooms/contract'

let made = 0
const uuid = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`

const units = {
  government: { id: uuid(), name: '縣政府辦公室', kind: 'government' },
  department: { id: uuid(), name: '縣教育局', kind: 'department' },
  family: { id: uuid(), name: '實驗小學家委會', kind: 'family' },
} as const

export function seatOf(more: Partial<Record<keyof SeatView, unknown>> = {}): SeatView {
  return SeatView.parse({
    id: uuid(),
    name: '某人',
    unit: units.family,
    role: 'speaker',
    admission: 'admitted',
    isGuest: false,
    mayWrite: false,
    handRaisedAt: null,
    handKind: 'turn',
    hasSpoken: false,
    isCoChair: false,
    isActingChair: false,
    isOnSite: false,
    isExpected: false,
    sharesWithSeatId: null,
    isSetAside: false,
    termEnd: null,
    ...more,
  })
}

const seats = [
  seatOf({ name: '召集人', unit: units.government, role: 'chair' }),
  seatOf({ name: '秘書', unit: units.department, role: 'secretary', mayWrite: true }),
  seatOf({ name: '家長甲', isGuest: true }),
]
const item = (position: number, title: string) => ({
  id: uuid(),
  position,
  title,
  isRestricted: false,
  minutesPlanned: 20,
  presenter: null,
  startedAt: null,
  endedAt: null,
})

export const snapshot: RoomSnapshot = RoomSnapshot.parse({
  seq: 7,
  serverTime: '2026-09-15T07:16:00.000Z',
  meeting: {
    id: uuid(),
    bodyId: uuid(),
    bodyName: '示範縣家校社協同育人教聯體',
    countyName: '示範縣',
    timeZone: 'Asia/Shanghai',
    title: '2026年第三次聯席會議',
    issueNumber: 7,
    place: '',
    state: 'live',
    startsAt: '2026-09-15T06:30:00.000Z',
    endsAt: '2026-09-15T08:30:00.000Z',
    openedAt: '2026-09-15T06:30:00.000Z',
    isLocked: false,
    joinCode: null,
    currentAgendaItemId: null,
    floor: null,
    speakingSeconds: {},
    mayAskUnnamed: false,
    hasReactions: true,
  },
  agenda: [item(1, '上次會議議定事項落實情況'), item(2, '課後服務')],
  seats,
  chat: [],
  questions: [],
  units: Object.values(units),
  quorum: { state: 'none', kinds: [], units: 3, present: 3 },
  votes: [],
  documentId: uuid(),
  restricted: [],
  me: {
    seatId: seats[1]!.id,
    mayRun: true,
    isSetAside: false,
    mayHear: true,
    mayPublish: true,
    mayWrite: true,
    mayChat: true,
    mayReact: true,
    mayKeepChildName: true,
  },
})
