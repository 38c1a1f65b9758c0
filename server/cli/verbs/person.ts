import { PersonId } from '@/server/ids'
import { makePersonTokens } from '@/server/people/make-access-token'
import { parseTtl } from '../ttl'
import { UsageError, verb } from '../verb'

export const personToken = verb({
  path: ['person', 'token'],
  summary: 'a bearer token that acts as a person, for API and sockets; may not vote, sign or open restricted documents',
  options: [
    { name: 'person', value: 'ID', summary: 'the person', isRequired: true },
    { name: 'count', value: 'N', summary: 'how many tokens, one a line', fallback: '1' },
    { name: 'ttl', value: 'T', summary: 'how long they last: 30m, 1h, 7d', fallback: '1h' },
  ],
  run: async ({ db, args, at }) => {
    const personId = PersonId.safeParse(args.must('person'))
    if (!personId.success) throw new UsageError('--person: accepted is an id as printed by demo load.')
    const input = { personId: personId.data, count: args.count('count', 1, 10_000), ttlMs: parseTtl(args.must('ttl')) }
    const made = await makePersonTokens(db, { kind: 'operator' }, input, at)
    const tokens = made.map(({ token }) => token)
    return { personId: personId.data, token: tokens[0]!, tokens, expiresAt: made[0]!.expiresAt }
  },
  print: ({ tokens }) => tokens.join('\n'),
})
