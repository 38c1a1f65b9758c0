import { and, eq, isNull, or } from 'drizzle-orm'
import { people } from '@/db/schema/people'
import { shareOrigin } from '@/server/origin'
import { Login } from '@/server/people/contract'
import { makeAccountLink } from '@/server/people/make-account-link'
import { UsageError, verb } from '../verb'

export const adminReset = verb({
  path: ['admin', 'reset'],
  summary: 'a link, used once within a day, by which a person sets a new password',
  arguments: [{ name: 'person', summary: 'user name, e-mail, phone number or person id', isRequired: true }],
  run: async ({ db, args, at }) => {
    const asked = args.must('person')
    const login = Login.safeParse(asked)
    const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(asked)
    const found = await db
      .select({ countyId: people.countyId, id: people.id, name: people.name })
      .from(people)
      .where(
        and(
          isNull(people.disabledAt),
          isId
            ? eq(people.id, asked.toLowerCase() as never)
            : or(
                eq(people.userName, login.data ?? ''),
                eq(people.email, login.data ?? ''),
                eq(people.phone, login.data ?? ''),
              ),
        ),
      )
    if (found.length !== 1) {
      throw new UsageError(
        found.length === 0 ? `Nobody signs in as "${asked}".` : `"${asked}" is several people; give the person id.`,
      )
    }
    const [person] = found
    const link = await makeAccountLink(db, { kind: 'operator' }, person!.countyId, person!.id, 'reset', at)
    return { person: person!.id, name: person!.name, link: `${shareOrigin()}${link.path}`, validUntil: link.expiresAt }
  },
})
