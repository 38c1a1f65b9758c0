'use server'

import { revalidatePath } from 'next/cache'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { CodesState } from '@/components/people/enrol-steps'
import type { BeginState } from '@/components/people/factor-card'
import type { BindState } from '@/components/people/identity-card'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { parseInput, readForm, unflatten } from '@/server/forms/read-form'
import { beginBinding } from '@/server/identities/begin'
import { unbindIdentity } from '@/server/identities/unbind'
import { callbackPath, originOf, requestCookie, requestCookieName } from '@/server/identities/way-back'
import { SessionId } from '@/server/ids'
import { readAsker } from '@/server/people/asker'
import { changePassword, checkOwnPassword } from '@/server/people/change-password'
import { ChangePasswordForm, SecondFactorCode } from '@/server/people/contract'
import { requireActor } from '@/server/people/current-actor'
import { endOtherSessions, endOwnSession } from '@/server/people/end-session'
import { readAccount } from '@/server/people/read'
import { removeSecondFactor, renewRecoveryCodes } from '@/server/people/second-factor'
import { enrol } from '@/server/people/second-step'
import { showSecondFactor } from '@/server/people/show-second-factor'
import { CountySecurity } from '@/server/security/contract'
import { setCountySecurity } from '@/server/security/set-county-security'

export async function changePasswordAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await changePassword(db(), person, readForm(ChangePasswordForm, data), clock.now())
    revalidatePath('/settings')
    return 'changed'
  })
}

export async function endSessionAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { id } = readForm(z.object({ id: SessionId }), data)
    await endOwnSession(db(), person, id, clock.now())
    if (id === person.sessionId) redirect('/sign-in')
    revalidatePath('/settings')
  })
}

export async function endOthersAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await endOtherSessions(db(), person, clock.now())
    revalidatePath('/settings')
  })
}

const Code = z.object({ code: SecondFactorCode })
const CurrentPassword = z.object({ currentPassword: z.string().min(1, 'required').max(256, 'tooLong') })

/** Whoever only found this browser open cannot put their own authenticator on somebody else's account. */
export async function beginFactorAction(before: BeginState, data: FormData): Promise<BeginState> {
  let begun: BeginState['begun']
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const at = clock.now()
    if ((await readAccount(db(), person)).hasPassword) {
      const { currentPassword } = readForm(CurrentPassword, data)
      await checkOwnPassword(db(), person, currentPassword, at)
    }
    begun = await showSecondFactor(db(), person, at)
  })
  return { ...state, ...(begun && { begun }) }
}

const withCodes = async (
  before: CodesState,
  data: FormData,
  make: (person: Awaited<ReturnType<typeof requireActor>>['person'], code: string) => Promise<string[]>,
): Promise<CodesState> => {
  let codes: string[] | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    codes = await make(person, readForm(Code, data).code)
    revalidatePath('/settings')
  })
  return { ...state, ...(codes && { codes }) }
}

export async function confirmFactorAction(before: CodesState, data: FormData): Promise<CodesState> {
  return withCodes(before, data, (person, code) => enrol(db(), person, code, clock.now()))
}

export async function renewCodesAction(before: CodesState, data: FormData): Promise<CodesState> {
  return withCodes(before, data, (person, code) => renewRecoveryCodes(db(), person, code, clock.now()))
}

export async function removeFactorAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    await removeSecondFactor(db(), person, readForm(Code, data).code, clock.now())
    revalidatePath('/settings')
    return 'removed'
  })
}

export async function setSecurityAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    // A field whose name says "password" is never shown again as typed; this one is a choice.
    const { profile, ...rest } = unflatten(data)
    const input = parseInput(CountySecurity, { passwordProfile: profile, ...rest })
    await setCountySecurity(db(), person, person.countyId, input, clock.now())
    revalidatePath('/settings', 'layout')
    return 'saved'
  })
}

const TypedPassword = z.object({ currentPassword: z.string().max(256, 'tooLong').default('') })

export async function beginBindingAction(before: BindState, data: FormData): Promise<BindState> {
  let url: string | undefined
  const state = await formAction(before, data, async () => {
    const { person } = await requireActor()
    const head = await headers()
    const asker = readAsker(head)
    const { currentPassword } = readForm(TypedPassword, data)
    const way = { redirectUri: `${originOf(head.get('host'))}${callbackPath}`, asker }
    const off = await beginBinding(db(), person, currentPassword, way, clock.now())
    ;(await cookies()).set(requestCookieName(asker.secure), off.cookie, requestCookie(asker.secure))
    url = off.url
  })
  return { ...state, ...(url && { url }) }
}

export async function unbindAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { person } = await requireActor()
    const { issuer } = readForm(z.object({ issuer: z.string().max(500) }), data)
    await unbindIdentity(db(), person, issuer, clock.now())
    revalidatePath('/settings')
    return 'unbound'
  })
}
