// How long a mail waits before it is tried again, and when it is given up.

/** Minutes after the first, second, … failed try; the last repeats until the link in it has ended. */
const waits = [0.5, 2, 10, 30, 60] as const

export const nextTry = (tries: number, at: Date): Date =>
  new Date(at.getTime() + waits[Math.min(Math.max(tries, 1), waits.length) - 1]! * 60_000)

/** While one worker sends a mail no other does; should it die over it, the next may try after this. */
export const leaseMs = 10 * 60_000

/** A 5xx answer of the mail server to this very mail (RFC 5321): trying again would bring the same answer. */
export const isFinal = (responseCode: number | undefined) =>
  responseCode !== undefined && responseCode >= 500 && responseCode < 600

export type MailState = 'waiting' | 'sent' | 'failed'

export const stateOfMail = (mail: { sentAt: Date | null; nextTryAt: Date | null }): MailState =>
  mail.sentAt ? 'sent' : mail.nextTryAt ? 'waiting' : 'failed'
