// Who is looking at a page, once per request. The only file of server/people that knows Next.
import { eq } from 'drizzle-orm'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { counties } from '@/db/schema/counties'
import type { PersonActor } from '@/server/access'
import { clock } from '@/server/clock'
import { readCredentials } from '@/server/credentials'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import type { CountyId } from '@/server/ids'
import type { Locale } from '@/server/preferences/model'
import { readAsker } from './asker'
import { readPerson } from './read-person'
import { readAwaitingSession, sessionCookieName } from './sessions'

export type CountyView = {
  id: CountyId
  name: string
  locale: Locale
  /** Those the county offers. */
  locales: Locale[]
  timeZone: string
  isDemo: boolean
}
export type CurrentPerson = { person: PersonActor; county: CountyView }

/** The signed-in person with their county, or null. */
export const currentPerson = cache(async (): Promise<CurrentPerson | null> => {
  const [head, jar] = await Promise.all([headers(), cookies()])
  const { secure } = readAsker(head)
  const cookie = jar
    .getAll()
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')
  const { person } = await readCredentials(db(), { cookie }, null, secure, clock.now())
  if (!person) return null
  const [county] = await db()
    .select({
      id: counties.id,
      name: counties.name,
      locale: counties.locale,
      locales: counties.locales,
      timeZone: counties.timeZone,
      isDemo: counties.isDemo,
    })
    .from(counties)
    .where(eq(counties.id, person.countyId))
  return county ? { person, county } : null
})

/** A browser that has proven a first thing and waits for a second, or null. */
export const currentAwaiting = cache(async () => {
  const [head, jar] = await Promise.all([headers(), cookies()])
  const cookie = jar.get(sessionCookieName(readAsker(head).secure))?.value
  const at = clock.now()
  const session = cookie ? await readAwaitingSession(db(), cookie, at) : null
  if (!session) return null
  const via = { sessionId: session.id, tokenId: null }
  const person = await readPerson(db(), session.countyId, session.personId, via, at)
  return person ? { session, person } : null
})

/** For pages: the person, or the way to the sign-in page and back to `path`. */
export async function requirePerson(path: string): Promise<CurrentPerson> {
  const current = await currentPerson()
  return current ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
}

/** For actions: the person, or not_signed_in, so that what was typed can be shown again. */
export async function requireActor(): Promise<CurrentPerson> {
  const current = await currentPerson()
  if (!current) throw new AppError('not_signed_in')
  return current
}
