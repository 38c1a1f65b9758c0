// A paper from what is signed and from nothing else: the head with its facts, and the canonical text. A restricted item is
// there by the word for such items alone: its text is in a document of its own (DECISIONS 1). Pure but for the words.
import { translator } from '@/server/messages'
import type { CanonicalItem } from '@/server/minutes/canonical'
import { dayIn } from '@/server/people/read-person'
import type { Locale } from '@/server/preferences/model'
import type { SignedFacts, SignedHead, SignedPerson } from '@/server/signing/contract'
import { blocksOfContent, type VoteWords } from './blocks'
import type { PaperBlock, PaperMinutes, PaperPerson, PaperSection } from './contract'

export type HeadWithFacts = SignedHead & { facts: SignedFacts }
type OfIssue = Pick<PaperMinutes, 'issuingUnit' | 'documentNumber' | 'distribution' | 'signOff' | 'state'> & {
  /** YYYY-MM-DD; left out: the day of the sitting. */
  date?: string
}

/** @param items in any order */
export function paperOf(
  head: HeadWithFacts,
  items: readonly Pick<CanonicalItem, 'id' | 'content'>[],
  { date, ...issue }: OfIssue,
): PaperMinutes {
  const { sitting, body, facts } = head
  const { locale, timeZone } = facts.county
  const t = translator(locale, 'paper')
  const names = new Map<string, string>(facts.units.map(({ id, name }) => [id, name]))
  const look = { unitName: (id: string) => names.get(id) ?? null, votes: voteWords(locale) }
  const sections = head.items.map(({ id, title }, index): PaperSection => {
    const isRestricted = facts.restricted.includes(id)
    const content = items.find((item) => item.id === id)?.content ?? []
    return { id, number: index + 1, title, isRestricted, blocks: isRestricted ? [] : blocksOfContent(content, look) }
  })
  const asPerson = personWords(locale)
  const { present, excused, observers } = facts.attendance
  return {
    meetingId: sitting.id,
    countyName: facts.county.name,
    bodyName: body.name,
    head: [body.name, withEnding(sitting.series, t('minutes'), locale)],
    issueNumber: sitting.issueNumber,
    date: date ?? dayIn(timeZone, new Date(sitting.startsAt)),
    title: withEnding(sitting.title, t('minutes'), locale),
    timeZone,
    startsAt: facts.openedAt ?? sitting.startsAt,
    endsAt: facts.endedAt ?? sitting.endsAt,
    place: sitting.place,
    chair: facts.chair,
    attendance: {
      present: present.map(asPerson),
      excused: excused.map(asPerson),
      observers: observers.map(asPerson),
    },
    sections,
    actionItems: sections.flatMap(({ blocks }) => itemsIn(blocks)),
    locale,
    ...issue,
  }
}

function personWords(locale: Locale) {
  const t = translator(locale, 'bodies') as (key: string) => string
  return ({ name, unit, office, inPlaceOf }: SignedPerson): PaperPerson => ({
    name,
    unitName: unit,
    office: office === '' ? '' : t(`offices.${office}`),
    inPlaceOf,
  })
}

function voteWords(locale: Locale): VoteWords {
  const t = translator(locale, 'votes')
  return {
    options: { yes: t('options.yes'), no: t('options.no'), abstain: t('options.abstain') },
    outcome: ({ outcome, chosen }, choices) => {
      if (choices.length === 0 || outcome === 'opinion') return t(`outcomes.${outcome}`)
      if (outcome === 'tie') return t('tieChosen')
      return chosen === null ? t('noneChosen') : t('chosen', { choice: choices[chosen] ?? '' })
    },
    base: ({ entitled, present, cast, of, needed }) => t('needed', { entitled, present, cast, of, needed }),
  }
}

function withEnding(name: string, ending: string, locale: Locale): string {
  if (name.toLocaleLowerCase().endsWith(ending.toLocaleLowerCase())) return name
  return locale === 'en' ? `${name}: ${ending}` : name + ending
}

type Item = Extract<PaperBlock, { kind: 'actionItem' }>
const itemsIn = (blocks: readonly PaperBlock[]): Item[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items.flatMap(itemsIn)
    return block.kind === 'actionItem' ? [block] : []
  })
