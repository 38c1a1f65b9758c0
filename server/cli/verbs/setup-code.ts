import { AppError } from '@/server/errors'
import { makeSetupCode, setupCodeMinutes } from '@/server/setup/make-setup-code'
import { isEmpty } from '@/server/setup/read'
import { verb } from '../verb'

export const adminSetupCode = verb({
  path: ['admin', 'setup-code'],
  summary: 'a new one-time code for the set-up page; the earlier one ends',
  run: async ({ db, at }) => {
    if (!(await isEmpty(db))) throw new AppError('setup_done')
    return { code: await makeSetupCode(db, at), validMinutes: setupCodeMinutes }
  },
  print: ({ code, validMinutes }) => `${code}   (valid ${validMinutes} minutes and five tries, at /setup)`,
})
