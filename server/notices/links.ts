// /n/<secret>: a link to answer by, one for each person or unit of a sitting. It is the same in every letter and print, so its
// secret is kept, sealed with a key that is not in the database; finding it goes by its hash.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { noticeLinks } from '@/db/schema/notices'
import { AppError } from '@/server/errors'
import type { CountyId, MeetingId, PersonId, UnitId } from '@/server/ids'
import { hashSecret, makeSecret } from '@/server/secrets'
import { seal, unseal } from '@/server/seal'

export type LinkHolder = { personId: PersonId } | { unitId: UnitId }
export type NoticeLink = typeof noticeLinks.$inferSelect

const isOf = (countyId: CountyId, meetingId: MeetingId, holder: LinkHolder) =>
  and(
    eq(noticeLinks.countyId, countyId),
    eq(noticeLinks.meetingId, meetingId),
    'personId' in holder ? eq(noticeLinks.personId, holder.personId) : eq(noticeLinks.unitId, holder.unitId),
    isNull(noticeLinks.revokedAt),
  )

/** @returns the path; made at the first call, the same at every later one */
export async function linkFor(
  db: Db | Tx,
  { countyId, meetingId, holder }: { countyId: CountyId; meetingId: MeetingId; holder: LinkHolder },
  at: Date,
): Promise<string> {
  const find = async () => {
    const [link] = await db
      .select()
      .from(noticeLinks)
      .where(isOf(countyId, meetingId, holder))
    return link && `/n/${unseal('notice-link', `${countyId}/${link.id}`, link.sealed)}`
  }
  const known = await find()
  if (known) return known
  const secret = makeSecret()
  const id = crypto.randomUUID()
  // Of two who make it at once the first one's stands (notice_links_person, notice_links_unit).
  await db
    .insert(noticeLinks)
    .values({
      countyId,
      id,
      meetingId,
      ...holder,
      secretHash: hashSecret(secret),
      sealed: seal('notice-link', `${countyId}/${id}`, secret),
      createdAt: at,
    })
    .onConflictDoNothing()
  const path = await find()
  if (!path) throw new AppError('conflict')
  return path
}

/** @throws link_unknown, link_revoked */
export async function findNoticeLink(db: Db | Tx, secret: string): Promise<NoticeLink> {
  const [link] = await db
    .select()
    .from(noticeLinks)
    .where(eq(noticeLinks.secretHash, hashSecret(secret)))
  if (!link) throw new AppError('link_unknown')
  if (link.revokedAt !== null) throw new AppError('link_revoked')
  return link
}
