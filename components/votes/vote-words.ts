import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { VoteSummary } from '@/server/votes/contract'

type Options = Pick<VoteSummary, 'choices'>
type Rules = Pick<VoteSummary, 'base' | 'threshold' | 'eachKind'>
type Ended = Pick<VoteSummary, 'choices' | 'result' | 'isOpinion'>

/** How a vote is put into words: its options in their order, what it takes, what came out. */
export function useVoteWords() {
  const t = useTranslations('votes')
  const options = useCallback(
    ({ choices }: Options) =>
      choices.length > 0
        ? [...choices, t('options.abstain')]
        : [t('options.yes'), t('options.no'), t('options.abstain')],
    [t],
  )
  const rule = useCallback(
    ({ base, threshold, eachKind }: Rules) => {
      const text = t('rule', { base: t(`base.${base}`), threshold: t(`threshold.${threshold}`) })
      return eachKind ? t('ruleEachKind', { rule: text }) : text
    },
    [t],
  )
  const outcome = useCallback(
    ({ choices, result }: Ended) => {
      if (!result) return ''
      if (choices.length === 0 || result.outcome === 'opinion') return t(`outcomes.${result.outcome}`)
      if (result.chosen !== null) return t('chosen', { choice: choices[result.chosen] ?? '' })
      return result.outcome === 'tie' ? t('tieChosen') : t('noneChosen')
    },
    [t],
  )
  return { options, rule, outcome }
}
