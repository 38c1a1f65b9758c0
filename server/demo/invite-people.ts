// Invitations in every state a list shows: accepted, waiting, past their day, taken back, and people nobody has invited yet.
import { makeAccountLink, revokeInvitation } from '@/server/people/make-account-link'
import { useAccountLink } from '@/server/people/use-account-link'
import { makeSecret } from '@/server/secrets'
import type { PersonKey } from './cast'
import type { Stage } from './stage'

const operator = { kind: 'operator' } as const
const asker = { address: '192.0.2.20', userAgent: '', secure: true }
const day = 86_400_000

const accepted: readonly PersonKey[] = ['police', 'primary', 'community']
const waiting: readonly PersonKey[] = ['health', 'women', 'library']
const past: readonly PersonKey[] = ['rural', 'market']
const takenBack: readonly PersonKey[] = ['science']

export async function invitePeople({ db, at, countyId, people }: Stage): Promise<void> {
  const ago = (days: number) => new Date(at.getTime() - days * day)
  const invite = (key: PersonKey, days: number) =>
    makeAccountLink(db, operator, countyId, people[key], 'invitation', ago(days))
  for (const key of accepted) {
    const { secret } = await invite(key, 40)
    // Known to nobody: the demo is entered by its links.
    const password = makeSecret()
    await useAccountLink(db, secret, { password, passwordAgain: password }, asker, ago(38))
  }
  for (const key of waiting) await invite(key, 3)
  for (const key of past) await invite(key, 20)
  for (const key of takenBack) {
    await invite(key, 6)
    await revokeInvitation(db, operator, countyId, people[key], ago(5))
  }
}
