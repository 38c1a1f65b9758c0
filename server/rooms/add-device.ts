// A seat's devices: rows that say which browser may take it. Adding is always part of an entry, in its transaction.
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db, Tx } from '@/db/client'
import { devices, seatDevices } from '@/db/schema/rooms'
import { DeviceId, type CountyId, type SeatId } from '@/server/ids'
import { hashSecret, makeSecret } from '@/server/secrets'
import { maxDevicesPerSeat } from './model'

export type AddedDevice = {
  /** The cookie's value; null when the browser has it already. */
  newSecret: string | null
  /** How many earlier devices of the seat were ended: they must be told. */
  ended: number
}

/**
 * Gives a browser the seat. Three live devices at most: the earliest is ended when a fourth comes. The meeting's row must
 * be locked by the caller, so that two fourths at once cannot both stay.
 * @param secret the browser's device cookie, if it has one; a cookie of another county is left alone and replaced
 */
export async function addDevice(
  tx: Tx,
  countyId: CountyId,
  seatId: SeatId,
  secret: string | null,
  at: Date,
): Promise<AddedDevice> {
  const known = secret === null ? null : await findDevice(tx, countyId, secret)
  const newSecret = known === null ? makeSecret() : null
  const deviceId = known ?? DeviceId.parse(crypto.randomUUID())
  if (newSecret !== null) {
    await tx.insert(devices).values({ countyId, id: deviceId, secretHash: hashSecret(newSecret), createdAt: at })
  }
  // A device that comes again takes a fresh place in the row: the earliest of three is the one longest unused.
  await tx
    .insert(seatDevices)
    .values({ countyId, seatId, deviceId, createdAt: at })
    .onConflictDoUpdate({
      target: [seatDevices.countyId, seatDevices.seatId, seatDevices.deviceId],
      set: { createdAt: at, endedAt: null },
    })
  return { newSecret, ended: await endEarliest(tx, countyId, seatId, at) }
}

async function findDevice(tx: Tx, countyId: CountyId, secret: string): Promise<DeviceId | null> {
  const [device] = await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.countyId, countyId), eq(devices.secretHash, hashSecret(secret))))
  return device?.id ?? null
}

async function endEarliest(tx: Tx, countyId: CountyId, seatId: SeatId, at: Date): Promise<number> {
  const live = await tx
    .select({ id: seatDevices.deviceId })
    .from(seatDevices)
    .where(and(eq(seatDevices.countyId, countyId), eq(seatDevices.seatId, seatId), isNull(seatDevices.endedAt)))
    .orderBy(asc(seatDevices.createdAt), asc(seatDevices.deviceId))
  const surplus = live.slice(0, Math.max(0, live.length - maxDevicesPerSeat)).map(({ id }) => id)
  if (surplus.length === 0) return 0
  await tx
    .update(seatDevices)
    .set({ endedAt: at })
    .where(
      and(
        eq(seatDevices.countyId, countyId),
        eq(seatDevices.seatId, seatId),
        inArray(seatDevices.deviceId, surplus),
        isNull(seatDevices.endedAt),
      ),
    )
  return surplus.length
}

/** What the person at an ended device is told: others hold the seat now, or the link that brought them was revoked. */
export async function whyDeviceEnded(
  db: Db,
  seat: { countyId: CountyId; seatId: SeatId },
): Promise<'device_ended' | 'link_revoked'> {
  const live = await db
    .select({ id: seatDevices.deviceId })
    .from(seatDevices)
    .where(
      and(eq(seatDevices.countyId, seat.countyId), eq(seatDevices.seatId, seat.seatId), isNull(seatDevices.endedAt)),
    )
    .limit(1)
  return live.length > 0 ? 'device_ended' : 'link_revoked'
}
