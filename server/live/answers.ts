// Reads what comes back by mail for as long as the house runs. One node at a time, by a lock that ends with its connection;
// it saves the others the line to the mail server, and is not what makes a letter count once (notices/take-mail). A mail
// server that is away is tried again, longer each time; nothing waits for it.
import type postgres from 'postgres'
import type { Db } from '@/db/client'
import { clock } from '@/server/clock'
import { imapOf, type Env, type Imap } from '@/server/env'
import { log } from '@/server/log'
import { openMailbox, type Mailbox } from '@/server/mail/imap'
import { takeMail } from '@/server/notices/take-mail'
import type { Shutdown } from './shutdown'

export type Answers = {
  /** away: the mail server does not answer, or does not let us in. waiting: another node reads. */
  state(): 'reading' | 'waiting' | 'away'
  /** Letters that were looked at since the start. */
  read(): number
  stop(): Promise<void>
}

type Options = {
  sql: postgres.Sql
  db: Db
  imap: Imap
  take?: typeof takeMail
  /** Without a word from the mail server it is asked so often; another node asks for the lock as often. */
  beatMs?: number
  firstWaitMs?: number
  /** The lock's key. */
  lock?: number
}

const longestWaitMs = 5 * 60_000
/** Older letters are to sittings that are over; a mailbox may hold thousands that nobody opened. */
const daysBack = 90
/** A letter that cannot be read so often is left where it is. */
const mostTries = 3

/** Null without IMAP_URL. */
export function bringUpAnswers(env: Env, sql: postgres.Sql, db: Db, shutdown: Shutdown): Answers | null {
  const imap = imapOf(env)
  if (!imap) return null
  const answers = keepAnswers({ sql, db, imap })
  shutdown.later('answers', answers.stop)
  return answers
}

export function keepAnswers({
  sql,
  db,
  imap,
  take = takeMail,
  beatMs = 30_000,
  firstWaitMs = 2_000,
  lock = 7_401,
}: Options): Answers {
  let isOver = false
  let state: ReturnType<Answers['state']> = 'waiting'
  let read = 0
  let box: Mailbox | null = null
  let wake = () => {}
  const pause = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      wake = () => {
        clearTimeout(timer)
        done()
      }
    })

  /** Letters that are not ours, and such as could not be read: not asked for again while this line stands. */
  async function look(mailbox: Mailbox, passed: Set<number>, tries: Map<number, number>): Promise<void> {
    const unseen = await mailbox.unseen(new Date(clock.now().getTime() - daysBack * 86_400_000))
    const still = new Set(unseen)
    for (const uid of passed) if (!still.has(uid)) passed.delete(uid)
    for (const uid of unseen) {
      if (isOver || !mailbox.isOpen()) return
      if (passed.has(uid)) continue
      try {
        const mail = await mailbox.read(uid)
        if (!mail) continue
        const taken = await take(db, mail, clock.now())
        read++
        const isOdd = ['stranger', 'unreadable', 'bounced', 'flood'].includes(taken)
        if (taken === 'foreign') {
          passed.add(uid)
          // Somebody writes answers without having had our letter, or a mail server takes the token away.
          if (mail.calendar) log.warn({ uid }, 'answers: a calendar reply without a token of ours changed nothing')
          else log.info({ uid }, 'answers: a mail to nobody here, left as it is')
          continue
        }
        log[isOdd ? 'warn' : 'info']({ uid, taken }, 'answers: a mail came back')
        await mailbox.markSeen(uid)
      } catch (error) {
        if (!mailbox.isOpen()) throw error
        const n = (tries.get(uid) ?? 0) + 1
        tries.set(uid, n)
        if (n === mostTries) passed.add(uid)
        log.warn({ uid, n, error: told(error) }, 'answers: a mail was not read')
      }
    }
  }

  async function readWhile(holds: () => Promise<boolean>): Promise<void> {
    const mailbox = await openMailbox(imap)
    box = mailbox
    try {
      if (state === 'away') log.warn({ host: imap.host }, 'answers: the mailbox is there again')
      state = 'reading'
      const [passed, tries] = [new Set<number>(), new Map<number, number>()]
      while (!isOver && mailbox.isOpen() && (await holds())) {
        await look(mailbox, passed, tries)
        if (!isOver && mailbox.isOpen()) await Promise.race([mailbox.wait(beatMs), pause(beatMs)]).finally(wake)
      }
      if (!isOver && !mailbox.isOpen()) throw Object.assign(new Error(), { code: 'the line was cut' })
    } finally {
      box = null
      await mailbox.close()
    }
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!isOver) {
      let waitMs = beatMs
      let line: postgres.ReservedSql | null = null
      try {
        line = await sql.reserve()
        const own = line
        // Taken again it is still one lock; on a connection that was replaced it is asked for anew.
        const holds = async () => (await own`select pg_try_advisory_lock(${lock}) as held`)[0]!.held === true
        if (await holds()) {
          await readWhile(async () => {
            failures = 0
            return holds()
          })
        } else state = 'waiting'
      } catch (error) {
        state = 'away'
        waitMs = Math.min(firstWaitMs * 2 ** failures++, longestWaitMs)
        log.warn({ host: imap.host, error: told(error), again: waitMs }, 'answers: the mailbox was not read')
      } finally {
        if (line) {
          await line`select pg_advisory_unlock_all()`.catch(() => {})
          line.release()
        }
      }
      if (!isOver) await pause(waitMs)
    }
  }

  const running = run()
  return {
    state: () => state,
    read: () => read,
    stop: async () => {
      isOver = true
      wake()
      // A letter under way is finished, its row and its flag; a mail server or database that is away holds up nobody.
      const close = setTimeout(() => void box?.close(), 3_000)
      await Promise.race([running, new Promise((done) => setTimeout(done, 6_000).unref())])
      clearTimeout(close)
    },
  }
}

/** Never the server's own text: it may repeat addresses. */
const told = (error: unknown): string => {
  const { code, responseStatus, authenticationFailed } = error as Record<string, unknown>
  if (authenticationFailed) return 'the user or the password was refused'
  return String(code ?? responseStatus ?? (error instanceof Error ? error.name : 'error'))
}
