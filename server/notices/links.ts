// /n/<secret>: a link to answer by, one for each person or unit of a sitting. It is the same in every letter and print, so its
// secret is kept, sealed with a key that is not in the database; finding it goes by its hash. A person's letters also carry a
// token, made from that secret: what comes back by mail is theirs only with it, since anybody can write any sender.
import { createHash } from 'node:crypto'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { noticeLinks } from '@/db/schema/notices'
import { people } from '@/db/schema/people'
import { tokenLetters } from '@/server/env'
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

type Of = { countyId: CountyId; meetingId: MeetingId; holder: LinkHolder }

/** @returns the path; made at the first call, the same at every later one */
export const linkFor = async (db: Db | Tx, of: Of, at: Date): Promise<string> => (await waysFor(db, of, at)).path

/** The link, and the token of what comes back by mail. */
export async function waysFor(
  db: Db | Tx,
  { countyId, meetingId, holder }: Of,
  at: Date,
): Promise<{ path: string; token: string }> {
  const find = async () => {
    const [link] = await db
      .select()
      .from(noticeLinks)
      .where(isOf(countyId, meetingId, holder))
    if (!link) return null
    const secret = unseal('notice-link', `${countyId}/${link.id}`, link.sealed)
    const token = tokenOf(secret)
    // Made before letters had tokens.
    if (link.tokenHash === null)
      await db
        .update(noticeLinks)
        .set({ tokenHash: hashSecret(token) })
        .where(and(eq(noticeLinks.countyId, countyId), eq(noticeLinks.id, link.id)))
    return { path: `/n/${secret}`, token }
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
      tokenHash: hashSecret(tokenOf(secret)),
      createdAt: at,
    })
    .onConflictDoNothing()
  const made = await find()
  if (!made) throw new AppError('conflict')
  return made
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** 130 bits, in letters that an address keeps also where a mail server makes capitals small. Does not tell the secret. */
function tokenOf(secret: string): string {
  const bytes = createHash('sha256').update(`answer by mail ${secret}`).digest()
  return [...bytes.subarray(0, tokenLetters)].map((byte) => letters[byte % 32]).join('')
}

const tokenLike = new RegExp(`(?<![a-z0-9])[a-z2-7]{${tokenLetters}}(?![a-z0-9])`, 'gi')
/** More than any reply names; the rest of what somebody may write there is not looked up. */
const mostTokens = 20

/** The links whose tokens are in `text`, and whose they are: their own places, and the address their letters go to. */
export async function findTokens(db: Db | Tx, text: string) {
  const tokens = new Set((text.match(tokenLike) ?? []).slice(0, mostTokens).map((token) => token.toLowerCase()))
  if (tokens.size === 0) return []
  const found = await db
    .select({
      id: noticeLinks.id,
      countyId: noticeLinks.countyId,
      meetingId: noticeLinks.meetingId,
      personId: people.id,
      unitId: noticeLinks.unitId,
      email: people.email,
    })
    .from(noticeLinks)
    .innerJoin(people, and(eq(people.countyId, noticeLinks.countyId), eq(people.id, noticeLinks.personId)))
    .where(and(inArray(noticeLinks.tokenHash, [...tokens].map(hashSecret)), isNull(noticeLinks.revokedAt)))
  return found
}
export type MailHolder = Awaited<ReturnType<typeof findTokens>>[number]

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
