// An answer from a member's calendar program, all the way: the notice leaves as a real letter, the program's mail comes to a
// real mailbox, and the secretary sees the answer and what was none.
import { isClean } from '../support/axe'
import { freePort, until } from '../support/app'
import { outlookReply, plainMail } from '../support/calendar-replies'
import { startDovecot, type TestDovecot } from '../support/dovecot'
import { startMailServer } from '../support/mail-server'
import { expect, openHouse, signIn, test } from '../support/story'
import { words } from '../support/words'

const env: Record<string, string> = { MAIL_FROM: 'hub@county.example' }
let dovecot: TestDovecot
let post: Awaited<ReturnType<typeof startMailServer>>
const box = 'answers@county.example'

// Before the house, which is told of both.
test.beforeAll(async () => {
  dovecot = await startDovecot()
  post = await startMailServer(await freePort())
  Object.assign(env, { SMTP_URL: post.url, IMAP_URL: dovecot.url(box) })
})
const app = openHouse({ withLiveKit: false, env })
test.afterAll(async () => {
  await post.stop()
  await dovecot.stop()
})
const t = words('zh-Hant', 'notices')

test('accepted in a calendar program, seen by the secretary; words are told as such', async ({ come }) => {
  test.setTimeout(240_000)
  const ready = (await (await fetch(`${app.http}/readyz`)).json()) as object
  expect(ready).toMatchObject({ status: 'ok', imap: 'ok' })
  // The addresses of the demo county are made up; here they are the test's, and it is never night.
  await app.sql('update counties set is_demo = false, quiet_from = quiet_until')
  const secretary = (await come()).page
  await signIn(secretary, app.http + app.demo.links.secretary)
  const [sitting] = await app.sql(
    "select id::text from meetings m where state = 'planned' and not exists (select 1 from notices n where n.meeting_id = m.id)",
  )
  const page = `${app.http}/meetings/${String(sitting!.id)}/notice`
  await secretary.goto(page)
  await secretary.getByRole('button', { name: t('compose.send') }).click()
  await expect(secretary.getByRole('heading', { name: t('versions.title') })).toBeVisible()

  const calendarOf = (whole: string) => {
    const part = /Content-Type: text\/calendar[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(whole)
    return Buffer.from(part?.[1] ?? '', 'base64')
      .toString('utf8')
      .replace(/\r\n[ \t]/g, '')
  }
  const letters = await until(
    'two letters with an invitation',
    async () => {
      const here = post.received.filter(({ whole }) => calendarOf(whole).includes(`UID:${String(sitting!.id)}@lianxi`))
      return here.length > 1 && here
    },
    150_000,
  )
  const members = await app.sql(
    `select distinct p.email from people p join memberships m on m.person_id = p.id
     join notice_units u on u.unit_id = m.unit_id and u.body_id = m.body_id
     where u.meeting_id = $1 and m.ended_at is null`,
    [String(sitting!.id)],
  )
  const holders = letters.filter(({ to }) => members.some(({ email }) => email === to))
  const [one, other] = holders
  const organizerOf = (whole: string) => /ORGANIZER.*mailto:(\S+)/i.exec(calendarOf(whole))![1]!
  const organizer = organizerOf(one!.whole)
  expect(organizer).toMatch(/^answers\+[a-z2-7]{26}@county\.example$/)
  const stamp = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const sequence = Number(/SEQUENCE:(\d+)/.exec(calendarOf(one!.whole))![1])
  const uid = `${String(sitting!.id)}@lianxi`
  dovecot.deliver(box, outlookReply({ to: organizer, organizer, from: one!.to, uid, stamp, sequence }))
  dovecot.deliver(box, plainMail({ to: organizerOf(other!.whole), from: other!.to }))
  await until('both were read', async () => (await dovecot.count(box)).seen === 2)

  await secretary.reload()
  await expect(secretary.getByText(t('replies.via.mail'))).toBeVisible()
  await expect(secretary.getByRole('heading', { name: t('odd.title') })).toBeVisible()
  await expect(secretary.getByText(t('odd.kinds.words'))).toBeVisible()
  await isClean(secretary)
})
