// The action items of the demo county: where they were decided, who leads, when they are due counted from the day the
// demo is made, and what was reported since. Every state occurs; two are late, two are due within ten days.
import type { ActionItemState } from '@/server/action-items/contract'
import type { PersonKey, UnitKey } from './cast'

/** [state, who set it, days before the demo's day, remark key] */
export type StepTaken = readonly [ActionItemState, PersonKey, number, string | null]
export type DemoItem = {
  key: string
  sitting: 5 | 6 | 7
  /** Agenda item, from 1. */
  agenda: number
  lead: UnitKey
  assisting: readonly UnitKey[]
  owner: PersonKey
  dueInDays: number
  steps: readonly StepTaken[]
}

export const items: readonly DemoItem[] = [
  {
    key: 'courses',
    sitting: 5,
    agenda: 3,
    lead: 'women',
    assisting: ['parents'],
    owner: 'women',
    dueInDays: -95,
    steps: [
      ['doing', 'women', 170, 'start'],
      ['toVerify', 'women', 110, 'coursesReport'],
      ['done', 'secretary', 104, 'coursesDone'],
    ],
  },
  {
    key: 'safety',
    sitting: 5,
    agenda: 2,
    lead: 'education',
    assisting: ['culture', 'science'],
    owner: 'liaison',
    dueInDays: -100,
    steps: [
      ['doing', 'liaison', 172, 'start'],
      ['toVerify', 'liaison', 112, 'safetyReport'],
      ['done', 'convenor', 105, 'safetyDone'],
    ],
  },
  {
    key: 'stalls',
    sitting: 5,
    agenda: 2,
    lead: 'market',
    assisting: ['police', 'community'],
    owner: 'market',
    dueInDays: -11,
    steps: [['doing', 'market', 165, 'stalls']],
  },
  {
    key: 'accounts',
    sitting: 5,
    agenda: 2,
    lead: 'education',
    assisting: [],
    owner: 'liaison',
    dueInDays: -60,
    steps: [['stopped', 'convenor', 120, 'accountsStop']],
  },
  {
    key: 'openDays',
    sitting: 6,
    agenda: 2,
    lead: 'primary',
    assisting: ['parents', 'middle'],
    owner: 'primaryLiaison',
    dueInDays: 12,
    steps: [['doing', 'primaryLiaison', 60, 'openDays']],
  },
  {
    key: 'questions',
    sitting: 6,
    agenda: 2,
    lead: 'parents',
    assisting: ['education'],
    owner: 'parents',
    dueInDays: -2,
    steps: [
      ['doing', 'parents', 70, 'start'],
      ['toVerify', 'parents', 4, 'questionsReport'],
    ],
  },
  {
    key: 'shelter',
    sitting: 6,
    agenda: 2,
    lead: 'primary',
    assisting: ['community'],
    owner: 'primary',
    dueInDays: 9,
    steps: [
      ['doing', 'primary', 58, 'start'],
      ['toVerify', 'primaryLiaison', 2, 'shelterReport'],
    ],
  },
  {
    key: 'counsellors',
    sitting: 6,
    agenda: 3,
    lead: 'health',
    assisting: ['education', 'rural'],
    owner: 'health',
    dueInDays: 6,
    steps: [['doing', 'health', 40, 'counsellors']],
  },
  {
    key: 'rooms',
    sitting: 6,
    agenda: 3,
    lead: 'town',
    assisting: ['community'],
    owner: 'town',
    dueInDays: 40,
    steps: [],
  },
  {
    key: 'venues',
    sitting: 6,
    agenda: 4,
    lead: 'education',
    assisting: ['library', 'middle'],
    owner: 'liaison',
    dueInDays: 2,
    steps: [['doing', 'liaison', 30, 'venues']],
  },
  {
    key: 'checks',
    sitting: 6,
    agenda: 4,
    lead: 'culture',
    assisting: ['middle'],
    owner: 'culture',
    dueInDays: -20,
    steps: [
      ['doing', 'culture', 80, 'start'],
      ['toVerify', 'culture', 44, 'checksReport'],
      ['doing', 'secretary', 42, 'checksReturn'],
      ['toVerify', 'culture', 38, 'checksAgain'],
      ['done', 'convenor', 35, 'checksDone'],
    ],
  },
  {
    key: 'saturdays',
    sitting: 6,
    agenda: 4,
    lead: 'library',
    assisting: ['women'],
    owner: 'library',
    dueInDays: -15,
    steps: [
      ['doing', 'library', 75, 'start'],
      ['toVerify', 'library', 25, 'saturdaysReport'],
      ['done', 'secretary', 22, 'saturdaysDone'],
    ],
  },
  {
    key: 'station',
    sitting: 6,
    agenda: 4,
    lead: 'community',
    assisting: ['civil'],
    owner: 'community',
    dueInDays: -16,
    steps: [['doing', 'community', 50, 'station']],
  },
  {
    key: 'advisers',
    sitting: 6,
    agenda: 5,
    lead: 'education',
    assisting: ['women'],
    owner: 'liaison',
    dueInDays: 25,
    steps: [],
  },
  {
    key: 'gates',
    sitting: 7,
    agenda: 2,
    lead: 'police',
    assisting: ['education', 'primary', 'community'],
    owner: 'police',
    dueInDays: 30,
    steps: [],
  },
]

export type DemoBlock =
  | { kind: 'text'; key: string }
  | { kind: 'decision'; key: string; as: 'decided' | 'agreed-in-principle' | 'noted' }
  | { kind: 'item'; key: string }

const text = (key: string): DemoBlock => ({ kind: 'text', key })
const decided = (key: string): DemoBlock => ({ kind: 'decision', key, as: 'decided' })
const item = (key: string): DemoBlock => ({ kind: 'item', key })

/** The minutes, agenda item by agenda item. Action items are numbered in this order. */
export const minutesOf: Readonly<Record<5 | 6 | 7, readonly (readonly DemoBlock[])[]>> = {
  5: [
    [text('fifth.a1')],
    [text('fifth.a2'), decided('fifth.a2d'), item('safety'), item('stalls'), item('accounts')],
    [text('fifth.a3'), item('courses')],
  ],
  6: [
    [text('sixth.a1')],
    [text('sixth.a2'), text('sixth.a2b'), decided('sixth.a2d'), item('openDays'), item('questions'), item('shelter')],
    [
      text('sixth.a3'),
      { kind: 'decision', key: 'sixth.a3d', as: 'agreed-in-principle' },
      item('counsellors'),
      item('rooms'),
    ],
    [text('sixth.a4'), decided('sixth.a4d'), item('venues'), item('checks'), item('saturdays'), item('station')],
    [text('sixth.a5'), item('advisers')],
  ],
  7: [[text('seventh.a1')], [text('seventh.a2'), item('gates')], [], []],
}

export const earlyMinutes: readonly (readonly DemoBlock[])[] = [[text('early.a1')], [text('early.a2')]]
