'use server'

import { revalidatePath } from 'next/cache'
import { getFormatter } from 'next-intl/server'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { AccountLinkState } from '@/components/people/made-link'
import type { SheetState } from '@/components/people/qr-sheet'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { AppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { parseInput, readForm, unflatten } from '@/server/forms/read-form'
import { PersonId, BodyId, UnitId } from '@/server/ids'
import { shareOrigin } from '@/server/origin'
import { NewPerson, Office, SheetForm } from '@/server/people/contract'
import { requireActor } from '@/server/people/current-actor'
import { invitePerson } from '@/server/people/invite-person'
import { makeAccountLink, revokeInvitation, type AccountLink } from '@/server/people/make-account-link'
import { makeSheet } from '@/server/people/make-sheet'
import { listPeople, readNames } from '@/server/people/read'
import { dayIn } from '@/server/people/read-person'
import { resetSecondFactor } from '@/server/people/second-factor'
import { drawQr } from '@/server/qr'

export async function makeLinkAction(before: AccountLinkState, data: FormData): Promise<AccountLinkState> {
  let link: AccountLinkState['link']
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const form = readForm(z.object({ personId: PersonId, purpose: z.enum(['invitation', 'reset']) }), data)
    const made = await makeAccountLink(db(), person, person.countyId, form.personId, form.purpose, clock.now(), {
      byMail: true,
    })
    const name = (await readNames(db(), person.countyId, [form.personId])).get(form.personId)
    if (name === undefined) throw new AppError('not_found')
    link = await toShare(name, made)
    revalidatePath('/people', 'layout')
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
    revalidatePath('/people', 'layout')
  })
  return { ...state, ...(link && { link }) }
}

const OnePerson = z.object({ personId: PersonId })

export async function revokeInvitationAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { personId } = readForm(OnePerson, data)
    await revokeInvitation(db(), person, person.countyId, personId, clock.now())
    revalidatePath('/people', 'layout')
  })
}

export async function resetFactorAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { personId } = readForm(OnePerson, data)
    await resetSecondFactor(db(), person, person.countyId, personId, clock.now())
    revalidatePath('/people', 'layout')
  })
}

export async function makeSheetAction(before: SheetState, data: FormData): Promise<SheetState> {
  let sheet: SheetState['sheet']
  const state = await formAction(before, data, async () => {
    const { person, county } = await requireActor()
    const { personId } = readForm(SheetForm, data)
    const at = clock.now()
    const links = await makeSheet(db(), person, person.countyId, personId, at)
    const [people, format] = await Promise.all([listPeople(db(), person, at), getFormatter()])
    const unitOf = new Map(people.map(({ id, seats }) => [id, seats[0]?.unit.name ?? null]))
    const slips = links.map((link) => ({
      id: link.personId,
      name: link.name,
      unit: unitOf.get(link.personId) ?? null,
      until: format.dateTime(link.expiresAt, 'day'),
      qr: drawQr(`${shareOrigin()}${link.path}`),
    }))
    // As they are handed out: unit by unit.
    const order = new Intl.Collator(county.locale)
    slips.sort((a, b) => order.compare(a.unit ?? '', b.unit ?? '') || order.compare(a.name, b.name))
    sheet = { county: county.name, slips }
    revalidatePath('/people', 'layout')
  })
  return { ...state, ...(sheet && { sheet }) }
}

async function toShare(name: string, made: AccountLink) {
  const url = `${shareOrigin()}${made.path}`
  const format = await getFormatter()
  return { name, url, until: format.dateTime(made.expiresAt, 'day'), qr: drawQr(url), mail: made.mail }
}
