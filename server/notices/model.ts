import type { MailState } from '@/server/mail/model'

/** none: the page alone has it, since there is no address, no mail server or no wish for mail. held: not due yet. */
export type LetterState = MailState | 'none' | 'held'

/** Of what comes back by mail: what the secretary has to look after, since it was no answer. */
export const oddAnswers = ['tentative', 'stranger', 'unreadable', 'words', 'bounced'] as const
export type OddAnswer = (typeof oddAnswers)[number]
