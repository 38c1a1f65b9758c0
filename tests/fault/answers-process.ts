// The reader of what comes back by mail alone. node answers-process.mjs '{"databaseUrl": …}'
import { connect } from '@/db/client'
import { imapOf, setRuntime } from '@/server/env'
import { keepAnswers } from '@/server/live/answers'
import { takeMail } from '@/server/notices/take-mail'

/** diesAfter: it kills itself when so many letters are committed, before the last one's flag. ignoresLock: reads beside others. */
export type ToldOfAnswers = {
  databaseUrl: string
  imapUrl: string
  dataDir: string
  diesAfter?: number
  ignoresLock?: boolean
}

const told = JSON.parse(process.argv[2]!) as ToldOfAnswers
setRuntime({
  databaseUrl: told.databaseUrl,
  authSecret: 'only-for-tests-only-for-tests-000',
  dataDir: told.dataDir,
  addresses: { local: 'http://localhost:3000', lan: [], public: null },
})
const { sql, db } = connect(told.databaseUrl, { max: 5 })
let committed = 0
const answers = keepAnswers({
  sql,
  db,
  imap: imapOf({ IMAP_URL: told.imapUrl })!,
  beatMs: 500,
  firstWaitMs: 200,
  lock: told.ignoresLock ? process.pid : undefined,
  take: async (...of) => {
    const taken = await takeMail(...of)
    if (++committed === told.diesAfter) process.kill(process.pid, 'SIGKILL')
    return taken
  },
})
process.on('SIGTERM', () => void answers.stop().then(() => process.exit(0)))
process.on('disconnect', () => process.exit(0))
process.on('message', () => process.send!({ state: answers.state(), read: answers.read() }))
process.send!({ port: 0 })
