'use server'

import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction } from '@/app/form-action'
import type { DemoState } from '@/components/setup/demo-form'
import { clock } from '@/server/clock'
import { db } from '@/server/db'
import type { FormState } from '@/server/forms/contract'
import { readForm } from '@/server/forms/read-form'
import { readAsker } from '@/server/people/asker'
import { sessionCookieName, sessionCookieValue, sessionMaxAgeS } from '@/server/people/sessions'
import { startSession } from '@/server/people/start-session'
import { checkSetupCode } from '@/server/setup/check-setup-code'
import { DemoForm, SetupForm } from '@/server/setup/contract'
import { createCounty } from '@/server/setup/create-county'
import { openDemo } from '@/server/setup/open-demo'

export async function createCountyAction(before: FormState, data: FormData): Promise<FormState> {
  return formAction(before, data, async () => {
    const at = clock.now()
    const { setupCode, ...county } = readForm(SetupForm, data)
    await checkSetupCode(db(), setupCode, at)
    const { countyId, personId } = await createCounty(db(), county, at)
    const asker = readAsker(await headers())
    const { sessionId } = await startSession(db(), countyId, personId, 'setup', asker, at)
    const { secure } = asker
    const jar = await cookies()
    jar.set(sessionCookieName(secure), await sessionCookieValue({ sid: sessionId, cid: countyId }), {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: sessionMaxAgeS,
    })
    redirect('/')
  })
}

export async function openDemoAction(before: DemoState, data: FormData): Promise<DemoState> {
  let opened: DemoState['opened']
  const state = await formAction(before, data, async () => {
    opened = await openDemo(db(), readForm(DemoForm, data), clock.now())
  })
  return { ...state, ...(opened && { opened }) }
}
