// The result of a vote in the text of its agenda item: an edit by the server, appended like any other under the lock of
// settling, so that every open editor gets it and nobody's words are touched. The text holds the vote's id alone.
import { and, asc, eq, isNull, sql as raw } from 'drizzle-orm'
import * as Y from 'yjs'
import type { Db } from '@/db/client'
import { documents } from '@/db/schema/minutes'
import { votes } from '@/db/schema/votes'
import type { VoteId } from '@/server/ids'
import { log } from '@/server/log'
import { fragmentOfItem, voteNode } from '@/server/minutes/contract'
import { buildDocInTurns, loadBytes } from '@/server/minutes/load'
import { appendUpdate, lockForSettling } from '@/server/minutes/settle'

/** Does nothing for a vote that is not closed, that stands in its text, or whose text is frozen or damaged. */
export async function writeIntoMinutes(db: Db, voteId: VoteId, at: Date): Promise<boolean> {
  const [known] = await db.select().from(votes).where(eq(votes.id, voteId))
  if (known?.state !== 'closed' || known.inMinutesAt !== null) return false
  const { countyId, documentId, agendaItemId } = known
  return db.transaction(async (tx) => {
    await lockForSettling(tx, documentId)
    const here = and(eq(votes.countyId, countyId), eq(votes.id, voteId))
    const [vote] = await tx.select({ inMinutesAt: votes.inMinutesAt }).from(votes).where(here)
    const stored = await loadBytes(tx, documentId)
    if (vote?.inMinutesAt !== null || !stored || stored.isFrozen || stored.missing > 0) return false
    const { doc } = await buildDocInTurns(stored)
    const before = Y.encodeStateVector(doc)
    const isThere = !insertVote(doc.getXmlFragment(fragmentOfItem(agendaItemId)), voteId)
    const update = Y.encodeStateAsUpdate(doc, before)
    doc.destroy()
    if (!isThere && !(await appendUpdate(tx, { documentId, update, senderId: null }, at))) return false
    await tx.update(votes).set({ inMinutesAt: at }).where(here)
    return !isThere
  })
}

/** At the end, before the empty line where somebody writes on. False when it stands there already. */
function insertVote(fragment: Y.XmlFragment, voteId: VoteId): boolean {
  const nodes = fragment.toArray()
  const isOurs = (node: (typeof nodes)[number]) =>
    node instanceof Y.XmlElement && node.nodeName === voteNode && node.getAttribute('recordId') === voteId
  if (nodes.some(isOurs)) return false
  const last = nodes.at(-1)
  const hasRoom =
    last instanceof Y.XmlElement && last.nodeName === 'paragraph' && last.toString() === '<paragraph></paragraph>'
  const atom = new Y.XmlElement(voteNode)
  atom.setAttribute('recordId', voteId)
  fragment.insert(hasRoom ? nodes.length - 1 : nodes.length, hasRoom ? [atom] : [atom, new Y.XmlElement('paragraph')])
  return true
}

/** What a killed server left out. @returns how many */
export async function writeMissingVotes(db: Db, at: Date): Promise<number> {
  const rows = await db
    .select({ id: votes.id })
    .from(votes)
    .innerJoin(documents, and(eq(documents.countyId, votes.countyId), eq(documents.id, votes.documentId)))
    .where(
      and(
        eq(votes.state, 'closed'),
        isNull(votes.inMinutesAt),
        isNull(documents.frozenAt),
        raw`${documents.quarantinedAt} is null`,
      ),
    )
    .orderBy(asc(votes.closedAt))
    .limit(50)
  let count = 0
  for (const { id } of rows) {
    try {
      if (await writeIntoMinutes(db, id, at)) count++
    } catch (error) {
      log.error({ error: String(error), voteId: id }, 'votes: a result is not in its minutes yet')
    }
  }
  return count
}
