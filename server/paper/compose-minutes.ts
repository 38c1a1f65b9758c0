// The minutes as a sheet: the 紀要 form of GB/T 9704—2012 (10.3), and the same order in the plain style. Pure.
import type { PaperBlock, PaperMinutes, PaperPerson, PaperRun, PaperStyle } from './contract'
import type { Piece, Sheet } from './sheet'
import { chineseNumeral, paperWords, run, writeDay, writeInstant, type PaperWords } from './words'
import type { Locale } from '@/server/preferences/model'

type Words = { t: PaperWords; locale: Locale }

export function composeMinutes(paper: PaperMinutes, style: PaperStyle, locale: Locale): Sheet {
  const words = { t: paperWords(locale), locale }
  const { t } = words
  const date = writeDay(locale, paper.date)
  return {
    locale,
    style,
    isLandscape: false,
    watermark: paper.state === 'draft' ? t('draft') : '',
    mark: paper.head,
    isMinutes: true,
    issue: [t('issue', { number: paper.issueNumber }), paper.documentNumber].filter(Boolean).join('  '),
    left: paper.issuingUnit,
    right: date,
    title: paper.title,
    subtitle: [],
    pieces: [
      ...opening(paper, words),
      ...paper.sections.flatMap((section): Piece[] => [
        {
          kind: 'text',
          role: 'section',
          runs: [run(t('section', { numeral: numeralOf(section.number, locale), title: section.title }))],
        },
        ...(section.isRestricted
          ? [body([run(t('restricted'))])]
          : section.blocks.length === 0
            ? [body([run(t('noText'))])]
            : section.blocks.flatMap((block) => piecesOf(block, words, 0))),
      ]),
      ...attendance(paper, words),
      ...annex(paper, words),
    ],
    signature: [],
    small: signOff(paper, words),
    imprint: {
      label: t('distribution') + t('colon'),
      text: paper.distribution.join(t('list')),
      left: paper.issuingUnit,
      right: t(paper.state === 'draft' ? 'draftOn' : 'issuedOn', { date }),
    },
    pageLabel: null,
  }
}

const numeralOf = (n: number, locale: Locale) => (locale === 'en' ? String(n) : chineseNumeral(n))
const body = (runs: PaperRun[]): Piece => ({ kind: 'text', role: 'body', runs })

function opening(paper: PaperMinutes, { t, locale }: Words): Piece[] {
  const day = writeInstant(locale, paper.startsAt, paper.timeZone)
  return [
    body([
      run(
        t('opening', {
          date: day,
          title: paper.title.replace(/纪要$|紀要$|: Minutes$/, ''),
          chair: paper.chair,
          place: paper.place,
          hasChair: paper.chair ? 'yes' : 'no',
          hasPlace: paper.place ? 'yes' : 'no',
        }),
      ),
    ]),
  ]
}

function piecesOf(block: PaperBlock, words: Words, depth: number): Piece[] {
  const { t, locale } = words
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'text', role: 'heading', runs: block.runs }]
    case 'paragraph':
      return depth === 0 ? [body(block.runs)] : [{ kind: 'item', depth, marker: '', runs: block.runs }]
    case 'list':
      return block.items.flatMap((item, at): Piece[] => {
        const marker = block.isOrdered ? `${block.start + at}.` : '·'
        const [first, ...rest] = item
        const runs = first?.kind === 'paragraph' || first?.kind === 'heading' ? first.runs : null
        return [
          { kind: 'item', depth: depth + 1, marker, runs: runs ?? [] },
          ...(runs ? rest : item).flatMap((each) => piecesOf(each, words, depth + 1)),
        ]
      })
    case 'table': {
      const width = block.rows[0]?.length ?? 0
      return [
        {
          kind: 'table',
          headRows: block.headRows,
          shares: Array.from({ length: width }, () => 1),
          aligns: Array.from({ length: width }, () => 'left' as const),
          rows: block.rows,
        },
      ]
    }
    case 'decision':
      return [body([run(t(`kinds.${block.decision}`) + t('colon'), true), run(block.text)])]
    case 'actionItem': {
      const label = block.number === null ? t('itemBare') : t('item', { number: block.number })
      const facts: [string, string][] = [
        [t('lead'), block.lead ?? t('undecided')],
        [t('assisting'), block.assisting.join(t('list'))],
        [t('owner'), block.owner],
        [t('due'), block.dueOn ? writeDay(locale, block.dueOn) : t('undecided')],
        [t('deliverable'), block.deliverable],
      ]
      const said = facts.filter(([, value]) => value !== '').map(([name, value]) => name + t('colon') + value)
      return [
        body([
          run(label + t('colon'), true),
          run(block.title),
          run(t('bracketed', { text: said.join(t('semicolon')) })),
        ]),
      ]
    }
    case 'vote': {
      const counts = block.counts.map(({ label, count }) => `${label} ${count}`).join(t('comma'))
      const said = [counts, ...block.remarks].filter((each) => each !== '').join(t('semicolon'))
      return [
        body([
          run(t('vote') + t('colon'), true),
          run(block.title + t('colon') + block.outcome),
          ...(said ? [run(t('bracketed', { text: said }))] : []),
        ]),
      ]
    }
  }
}

/** 出席、请假、列席 each on a line of its own, units with their people (GB/T 9704—2012, 10.3). */
function attendance(paper: PaperMinutes, { t }: Words): Piece[] {
  const { present, excused, observers } = paper.attendance
  const lists = [
    ['present', present],
    ['excused', excused],
    ['observers', observers],
  ] as const
  const facts = lists
    .filter(([, people]) => people.length > 0)
    .map(([name, people]): Piece => ({ kind: 'fact', label: t(name), text: namesByUnit(people, t) }))
  return facts.length > 0 ? [{ kind: 'gap' }, ...facts] : []
}

function namesByUnit(people: readonly PaperPerson[], t: PaperWords): string {
  const units = new Map<string, string[]>()
  for (const { unitName, name, inPlaceOf } of people) {
    const said = inPlaceOf ? name + t('bracketed', { text: t('inPlaceOf', { name: inPlaceOf }) }) : name
    units.set(unitName, [...(units.get(unitName) ?? []), said])
  }
  return [...units].map(([unit, names]) => [unit, names.join(t('list'))].filter(Boolean).join(' ')).join(t('semicolon'))
}

/** On a page of its own, before the imprint (7.3.7): what is to be done, by whom, until when. */
function annex(paper: PaperMinutes, { t, locale }: Words): Piece[] {
  if (paper.actionItems.length === 0) return []
  const names = ['number', 'title', 'lead', 'assisting', 'owner', 'due'] as const
  const rows = paper.actionItems.map((item) => [
    item.number ?? '',
    item.title,
    item.lead ?? t('undecided'),
    item.assisting.join(t('list')),
    item.owner,
    item.dueOn ? writeDay(locale, item.dueOn) : t('undecided'),
  ])
  return [
    { kind: 'page' },
    { kind: 'text', role: 'flush', runs: [run(t('annex'), true)] },
    { kind: 'text', role: 'centred', runs: [run(t('items'), true)] },
    {
      kind: 'table',
      headRows: 1,
      shares: [9, 28, 17, 18, 11, 17],
      aligns: ['center', 'left', 'left', 'left', 'left', 'center'],
      rows: [
        names.map((name) => [run(t(`itemColumns.${name}`), true)]),
        ...rows.map((row) => row.map((c) => [run(c)])),
      ],
    },
  ]
}

function signOff(paper: PaperMinutes, { t, locale }: Words): string[] {
  const { signOff: s } = paper
  if (!s) return []
  const name = s.signerOffice ? s.signedBy + t('bracketed', { text: s.signerOffice }) : s.signedBy
  return [
    t('signed', { name, time: writeInstant(locale, s.signedAt, paper.timeZone) }),
    t('hash', { sha256: s.sha256 }),
    t('chain', { head: s.chainHead, count: s.chainCount }),
  ]
}
