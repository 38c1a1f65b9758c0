// A server that tells people and sends letters, to be killed over it.
//   node post-process.mjs '{"databaseUrl": "…", "smtpUrl": "…"}'
// Says that it is ready over IPC; does one minute's work for each instant it is sent, and says so.
import { connect } from '@/db/client'
import { smtpTransport } from '@/server/mail/smtp'
import { tick } from './tick'

const { databaseUrl, smtpUrl } = JSON.parse(process.argv[2]!) as { databaseUrl: string; smtpUrl: string }
const { db } = connect(databaseUrl, { max: 4, name: 'post' })
const transport = smtpTransport(smtpUrl, 'hub@county.example', 'county.example')
process.on('disconnect', () => process.exit(0))
process.on('message', (at: string) => {
  void tick(db, transport, new Date(at)).then(() => process.send!('done'))
})
process.send!('ready')
