// What issued papers are made of, read before they are made and once more under the lock: only if both are one are they kept.
import { and, eq } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { people } from '@/db/schema/people'
import { AppError } from '@/server/errors'
import type { UnitId } from '@/server/ids'
import { hashOf } from '@/server/minutes/canonical'
import type { HeadWithFacts } from '@/server/paper/paper-of'
import { readUnitsNow } from '@/server/paper/read'
import type { RecordRow } from './chain'
import { SignedHead, type Issue } from './contract'
import type { Proceedings } from './proceedings'
import { standingSignature } from './standing-signature'
import { readKeptText, type KeptText } from './text'

export type Addressee = { name: string } & ({ unitId: UnitId; line: null } | { unitId: null; line: string })
export type IssueBasis = {
  round: number
  text: KeptText
  head: HeadWithFacts
  signature: RecordRow & { by: string }
  /** Which issues: the lead unit. */
  unit: { id: UnitId; name: string }
  to: Addressee[]
}

/**
 * @throws text_changed for another root than the one that was signed, or a text without facts; conflict where no signature
 * stands; invalid_input for units outside the body, or where the body has no lead unit
 */
export async function readIssueBasis(
  db: Db | Tx,
  row: Proceedings,
  { rootSha256, unitIds, lines }: Pick<Issue, 'rootSha256' | 'unitIds' | 'lines'>,
): Promise<IssueBasis> {
  const { countyId, documentId, round } = row
  const text = await readKeptText(db, row, round)
  if (text?.rootSha256 !== rootSha256) throw new AppError('text_changed')
  const head = SignedHead.parse(JSON.parse(text.head))
  if (head.facts === null) throw new AppError('text_changed')
  const signature = await standingSignature(db, countyId, documentId, round)
  if (signature?.sha256 !== rootSha256) throw new AppError('conflict')
  const [signer] = await db
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.countyId, countyId), eq(people.id, signature.personId)))
  const here = await readUnitsNow(db, row)
  const lead = here.find(({ isLead }) => isLead)
  if (!lead) throw new AppError('invalid_input', { unit: 'required' })
  const asked = new Set(unitIds)
  const to = here.filter(({ id }) => asked.has(id)).map(({ id, name }): Addressee => ({ name, unitId: id, line: null }))
  if (to.length !== asked.size) throw new AppError('invalid_input', { unitIds: 'unknown' })
  return {
    round,
    text,
    head: { ...head, facts: head.facts },
    signature: { ...signature, by: signer?.name ?? '' },
    unit: { id: lead.id, name: lead.name },
    to: [...to, ...lines.map((line): Addressee => ({ name: line, unitId: null, line }))],
  }
}

/** The same for two readings of which the same papers would be made. */
export const keyOf = ({ round, text, signature, unit, to }: IssueBasis): string =>
  hashOf({ round, rootSha256: text.rootSha256, mac: signature.mac, by: signature.by, unit, to })
