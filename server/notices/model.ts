import type { MailState } from '@/server/mail/model'

/** none: the page alone has it, since there is no address, no mail server or no wish for mail. held: not due yet. */
export type LetterState = MailState | 'none' | 'held'
