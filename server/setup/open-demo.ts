// The demo county opened from the first page: the code is asked like for a real one.
import type { Db } from '@/db/client'
import { loadDemo } from '@/server/demo/load'
import { translator } from '@/server/messages'
import { shareOrigin } from '@/server/origin'
import { drawQr } from '@/server/qr'
import type { Locale } from '@/server/preferences/model'
import { checkSetupCode } from './check-setup-code'

const roles = ['secretary', 'convenor', 'liaison'] as const

/** @throws setup_code_wrong, too_many_tries, demo_refused */
export async function openDemo(db: Db, form: { setupCode: string; locale: Locale }, at: Date) {
  await checkSetupCode(db, form.setupCode, at)
  const { links } = await loadDemo({ db }, { locale: form.locale, at })
  const say = translator(form.locale, 'demo')
  const parent = `${shareOrigin()}${links.parent}`
  return {
    people: roles.map((role) => ({ role, name: say(`people.${role}`), path: links[role] })),
    parent: { url: parent, qr: drawQr(parent) },
    join: `${shareOrigin()}${links.join}`,
  }
}
