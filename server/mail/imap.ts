// The mailbox of IMAP_URL. Adapter for imapflow. The mail server takes letters apart (BODYSTRUCTURE); of each only some lines
// of its head and one small part are fetched, so nothing that somebody attaches is ever read, unpacked or held in memory.
import type { MessageStructureObject } from 'imapflow'
import type { Imap } from '@/server/env'

export type MailIn = {
  /** Message-ID, else its place in the mailbox. */
  id: string
  /** The lines that say to whom and to what it is. */
  head: string
  kind: 'mail' | 'robot' | 'bounce'
  /** The part for a calendar, if there is one; `text` null where it is too large. */
  calendar: { text: string | null } | null
}

export type Mailbox = {
  isOpen(): boolean
  /** What nobody has read, oldest first, of the last weeks. */
  unseen(since: Date): Promise<number[]>
  /** Null: gone meanwhile. */
  read(uid: number): Promise<MailIn | null>
  markSeen(uid: number): Promise<void>
  /** Resolves when there may be something new, the line is gone, or after so long. */
  wait(ms: number): Promise<void>
  close(): Promise<void>
}

/** A calendar's answer has some kilobytes; what comes back with a letter that was not taken, its head alone. */
const mostPart = 100_000
const mostHead = 20_000
const headers = [
  ...['message-id', 'in-reply-to', 'references', 'to', 'cc', 'auto-submitted', 'precedence', 'x-autoreply'],
  ...['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'],
]

/** @throws what imapflow throws: no connection, no such user, no such folder */
export async function openMailbox(imap: Imap): Promise<Mailbox> {
  const { ImapFlow } = await import('imapflow')
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(imap.host)
  const client = new ImapFlow({
    host: imap.host,
    port: imap.port,
    secure: imap.isSecure,
    // The password goes over no open network.
    ...(!imap.isSecure && { doSTARTTLS: isHere ? undefined : true }),
    auth: { user: imap.user, pass: imap.password },
    clientInfo: { name: 'Lianxi' },
    logger: false,
    autoIdleDelay: 1_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    // Asked more often than that, a line without an answer is dead.
    socketTimeout: 60_000,
    maxLiteralSize: 1 << 20,
  })
  // Told by the next command; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.mailboxOpen(imap.folder)
  } catch (error) {
    client.close()
    throw error
  }
  return over(client)
}

type Client = InstanceType<typeof import('imapflow').ImapFlow>

function over(client: Client): Mailbox {
  const fetchPart = async (uid: number, node: MessageStructureObject, most: number): Promise<string> => {
    const { content } = await client.download(String(uid), node.part ?? '1', { uid: true, maxBytes: most })
    if (!content) throw failed('a part was not given')
    const bytes: Buffer[] = []
    for await (const piece of content) bytes.push(piece as Buffer)
    return decode(Buffer.concat(bytes), node.parameters?.charset)
  }

  let isNew = false
  client.on('exists', () => (isNew = true))

  return {
    isOpen: () => client.usable,
    unseen: async (since) => {
      isNew = false
      const found = await client.search({ seen: false, deleted: false, since }, { uid: true })
      if (!found) throw failed('the mailbox was not searched')
      return found
    },
    read: async (uid) => {
      const found = await client.fetchOne(String(uid), { uid: true, bodyStructure: true, headers }, { uid: true })
      if (!found) return null
      const head = unfold(found.headers?.toString('latin1') ?? '').slice(0, mostHead)
      const parts = found.bodyStructure ? leaves(found.bodyStructure) : []
      const calendar = calendarPart(parts)
      const report = parts.find(({ type }) => type === 'message/delivery-status')
      const isBounce = report !== undefined && /^action: *failed/im.test(await fetchPart(uid, report, mostHead))
      // What came back: our own letter's head is in it.
      const returned = isBounce
        ? parts.find(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers')
        : undefined
      const place = client.mailbox ? `${client.mailbox.uidValidity}/${uid}` : String(uid)
      return {
        id: /^message-id: *(\S+)/im.exec(head)?.[1] ?? place,
        head: `${head}\n${returned ? unfold((await fetchPart(uid, returned, mostHead)).split('\r\n\r\n')[0]!) : ''}`,
        kind: isBounce ? 'bounce' : report || isRobot(head) ? 'robot' : 'mail',
        calendar: calendar && {
          text: (calendar.size ?? 0) > mostPart * 1.4 ? null : await fetchPart(uid, calendar, mostPart + 1),
        },
      }
    },
    markSeen: async (uid) => void (await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })),
    wait: (ms) =>
      new Promise((done) => {
        const end = () => {
          clearTimeout(timer)
          client.off('exists', end)
          client.off('close', end)
          done()
        }
        const timer = setTimeout(end, ms)
        client.once('exists', end)
        client.once('close', end)
        if (isNew || !client.usable) end()
      }),
    close: async () => {
      // A server that does not answer must not hold up the stop.
      const timer = setTimeout(() => client.close(), 2_000)
      await client.logout().catch(() => {})
      clearTimeout(timer)
      client.close()
    },
  }
}

const failed = (code: string) => Object.assign(new Error(code), { code })
const unfold = (head: string) => head.replace(/\r?\n[ \t]+/g, ' ')
const isRobot = (head: string) =>
  /^auto-submitted: *auto-/im.test(head) ||
  /^precedence: *(bulk|junk|auto_reply)/im.test(head) ||
  /^x-autoreply:/im.test(head)

/** The parts of this letter; not those of a letter in it. */
function leaves(node: MessageStructureObject): MessageStructureObject[] {
  const isWhole = !node.type.toLowerCase().startsWith('multipart/')
  return isWhole ? [{ ...node, type: node.type.toLowerCase() }] : (node.childNodes ?? []).flatMap(leaves)
}

/** Most programs send the answer twice, as a part and as a file: the part is the one that no gateway touches. */
function calendarPart(parts: readonly MessageStructureObject[]): MessageStructureObject | null {
  const named = (node: MessageStructureObject) =>
    `${node.parameters?.name ?? ''} ${node.dispositionParameters?.filename ?? ''}`.toLowerCase()
  return (
    parts.find(({ type, parameters }) => type === 'text/calendar' && parameters?.method?.toLowerCase() === 'reply') ??
    parts.find(({ type }) => type === 'text/calendar') ??
    parts.find((node) => node.type === 'application/ics' || /\.ics\b/.test(named(node))) ??
    null
  )
}

function decode(bytes: Buffer, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}
