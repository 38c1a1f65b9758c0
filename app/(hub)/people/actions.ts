'use server'

import { revalidatePath } from 'next/cache'
import { getFormatter } from 'next-intl/server'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { AccountLinkState } from '@/components/people/people-list'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import { parseInput, readForm, unflatten } from '@/server/forms/read-form'
import { PersonId, BodyId, UnitId } from '@/server/ids'
import { shareOrigin } from '@/server/origin'
import { NewPerson, Office } from '@/server/people/contract'
import { requireActor } from '@/server/people/current-actor'
import { invitePerson } from '@/server/people/invite-person'
import { makeAccountLink, type AccountLink } from '@/server/people/make-account-link'
import { readNames } from '@/server/people/read'
import { dayIn } from '@/server/people/read-person'
import { drawQr } from '@/server/qr'

export async function makeLinkAction(before: AccountLinkState, data: FormData): Promise<AccountLinkState> {
  let link: AccountLinkState['link']
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const form = readForm(z.object({ personId: PersonId, purpose: z.enum(['invitation', 'reset']) }), data)
    const made = await makeAccountLink(db(), person, person.countyId, form.personId, form.purpose, clock.now())
    const name = (await readNames(db(), person.countyId, [form.personId])).get(form.personId)
    if (name === undefined) throw new AppError('not_found')
    link = await toShare(name, made)
    revalidatePath('/people')
  })
  return { ...state, ...(link && { link }) }
}

export async function invitePersonAction(before: AccountLinkState, data: FormData): Promise<AccountLinkState> {
  let link: AccountLinkState['link']
  const state = await formAction(before, data, async () => {
    const { person, county } = await requireActor()
    const { place, office, ...rest } = unflatten(data)
    const input = parseInput(NewPerson, rest)
    const [bodyId, unitId] = String(place ?? '').split(' ')
    const at = clock.now()
    const chosen = bodyId
      ? parseInput(z.object({ bodyId: BodyId, unitId: UnitId, office: Office }), { bodyId, unitId, office })
      : null
    const seat = chosen && { ...chosen, fromOn: dayIn(county.timeZone, at) }
    const made = await invitePerson(db(), person, person.countyId, input, seat, at)
    link = await toShare(input.name, made)
    revalidatePath('/people')
  })
  return { ...state, ...(link && { link }) }
}

async function toShare(name: string, made: AccountLink) {
  const url = `${shareOrigin()}${made.path}`
  const format = await getFormatter()
  return { name, url, until: format.dateTime(made.expiresAt, 'day'), qr: drawQr(url) }
}
