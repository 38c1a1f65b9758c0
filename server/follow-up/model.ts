// What a day asks of an open item by the body's pace. Pure.
import { daysBetween } from '@/server/action-items/model'
import type { FollowRules } from './contract'

export type Prompt = { what: 'blue' | 'yellow' | 'chase' | 'overdue' | 'escalate'; key: string }

/**
 * Everything that should have happened by today and names the due date it is about: after an extension the same comes again
 * for the new one. Which of them were done is said by their keys, each stored once.
 */
export function promptsFor(dueOn: string, today: string, rules: FollowRules): Prompt[] {
  const left = daysBetween(today, dueOn)
  const { blueDays, yellowDays, chaseDays, escalateDays } = rules
  const prompts: Prompt[] = []
  // A slip says more than a yellow card does: on its days nobody gets both.
  const isChased = chaseDays !== null && left <= chaseDays
  if (left >= 0 && left <= yellowDays && !isChased) prompts.push({ what: 'yellow', key: `yellow:${dueOn}` })
  else if (left > yellowDays && left <= blueDays) prompts.push({ what: 'blue', key: `blue:${dueOn}` })
  if (chaseDays !== null && left >= 0 && left <= chaseDays) prompts.push({ what: 'chase', key: `chase:${dueOn}` })
  if (chaseDays !== null && left < 0) prompts.push({ what: 'overdue', key: `overdue:${dueOn}` })
  if (escalateDays !== null && left <= -escalateDays) prompts.push({ what: 'escalate', key: `escalate:${dueOn}` })
  return prompts
}
