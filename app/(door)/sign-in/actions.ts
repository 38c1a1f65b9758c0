'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { after } from 'next/server'
import { z } from 'zod'
import { formAction } from '@/app/form-action'
import type { CodesState } from '@/components/people/enrol-steps'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import { runtime } from '@/server/env'
import { AppError } from '@/server/errors'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { CountyId } from '@/server/ids'
import { log } from '@/server/log'
import { countAskedLink, sendAskedLink } from '@/server/people/ask-link'
import { readAsker } from '@/server/people/asker'
import { AskLinkForm, SecondFactorCode } from '@/server/people/contract'
import { currentAwaiting } from '@/server/people/current-actor'
import { enrolAtSignIn, passSecondStep } from '@/server/people/second-step'
import { endSession } from '@/server/people/sessions'
import { findCounty } from '@/server/people/sign-in'
import { backPath } from './back-path'

const CodeForm = z.object({ code: SecondFactorCode })

async function requireAwaiting() {
  const awaiting = await currentAwaiting()
  if (!awaiting) throw new AppError('not_signed_in')
  return awaiting
}

export async function secondStepAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const { session } = await requireAwaiting()
    const { code } = readForm(CodeForm, data)
    await passSecondStep(db(), session, code, readAsker(await headers()), clock.now())
    redirect(backPath(String(data.get('callbackUrl') ?? '')))
  })
}

export async function enrolAction(before: CodesState, data: FormData): Promise<CodesState> {
  let codes: string[] | undefined
  const state = await formAction(before, data, async () => {
    const { session, person } = await requireAwaiting()
    const { code } = readForm(CodeForm, data)
    codes = await enrolAtSignIn(db(), session, person, code, clock.now())
  })
  return { ...state, ...(codes && { codes }) }
}

/** Somebody else wants to sign in at this browser. */
export async function leaveAction(): Promise<void> {
  const awaiting = await currentAwaiting()
  if (awaiting) await endSession(db(), awaiting.session.countyId, awaiting.session.id, clock.now())
  redirect('/sign-in')
}

export async function askLinkAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    if (!runtime().mail) throw new AppError('unavailable')
    const form = readForm(AskLinkForm, data)
    const at = clock.now()
    const county = await findCounty(db(), CountyId.safeParse(data.get('countyId')).data ?? null)
    await countAskedLink(db(), county, form.email, readAsker(await headers()), at)
    // After the answer: how long it takes would tell whether the address is anybody's.
    after(() =>
      sendAskedLink(db(), county, form, at).catch((error: unknown) => log.error({ err: error }, 'a link was not sent')),
    )
    return 'sent'
  })
}
