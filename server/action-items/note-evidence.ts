// A file laid beside an item, or taken away, is part of its history: whoever verifies is told when evidence changed meanwhile.
import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { actionItems } from '@/db/schema/action-items'
import type { PersonActor } from '@/server/access'
import { AppError } from '@/server/errors'
import type { ActionItemId, FileId } from '@/server/ids'
import { appendChange } from './hold-item'

/** Access was asked by the files' own command. */
export async function noteEvidence(
  tx: Tx,
  actor: PersonActor,
  actionItemId: ActionItemId,
  file: { id: FileId; kind: 'evidence' | 'evidence-removed' | 'evidence-restored' },
  at: Date,
): Promise<void> {
  const [item] = await tx
    .select()
    .from(actionItems)
    .where(
      and(eq(actionItems.countyId, actor.countyId), eq(actionItems.id, actionItemId), isNull(actionItems.withdrawnAt)),
    )
    .for('update')
  if (item?.state === 'done' && file.kind === 'evidence-removed') throw new AppError('conflict')
  if (item) await appendChange(tx, actor, { item }, { kind: file.kind, detail: { fileId: file.id } }, at)
}
