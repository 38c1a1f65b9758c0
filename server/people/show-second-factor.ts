import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { counties } from '@/db/schema/counties'
import type { PersonActor } from '@/server/access'
import { drawQr, type QrDrawing } from '@/server/qr'
import { totpUri } from '@/server/security/totp'
import { beginSecondFactor, readBegunSecret } from './second-factor'

/**
 * The secret that waits for its first code, as text and as a code to scan; a reload shows the same one again, so that an
 * authenticator that has scanned it stays right.
 * @throws conflict where one stands already
 */
export async function showSecondFactor(
  db: Db,
  person: PersonActor,
  at: Date,
): Promise<{ secret: string; qr: QrDrawing }> {
  const secret = (await readBegunSecret(db, person)) ?? (await beginSecondFactor(db, person, at))
  const [county] = await db.select({ name: counties.name }).from(counties).where(eq(counties.id, person.countyId))
  return { secret, qr: drawQr(totpUri(secret, county?.name ?? '', person.name)) }
}
