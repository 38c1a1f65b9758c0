// Walks the audit trail of every county, every frozen text and every chain of signed minutes, in one snapshot of the database, beside a running server too.
import { createReadStream, readFileSync } from 'node:fs'
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { counties } from '@/db/schema/counties'
import { events } from '@/db/schema/events'
import { chainKey } from '@/server/events/chain'
import { verifyExport } from '@/server/events/verify-export'
import { verifyTrail, type Keys, type TrailReport } from '@/server/events/verify'
import { verifyFrozen, type MinutesReport } from '@/server/minutes/verify'
import { recordKey, type RecordKey } from '@/server/signing/chain'
import { verifyRecords, type RecordsReport } from '@/server/signing/verify'
import { UsageError, verb } from '../verb'

type CountyReport = TrailReport & { minutes: MinutesReport; signed: RecordsReport }

export const verify = verb({
  path: ['verify'],
  summary:
    'walks the audit trail of every county, every frozen text and every chain of signed minutes; says what is not as written',
  options: [
    {
      name: 'old-secret',
      value: 'FILE',
      summary: 'after a change of AUTH_SECRET: a file with the earlier ones, one a line',
    },
    {
      name: 'printed',
      value: 'COUNT:MAC',
      summary: 'the end of the trail as an export printed it: that line must still be there, unchanged',
    },
    {
      name: 'file',
      value: 'FILE',
      summary: 'instead of the database: an export in JSON Lines, each line of it by its mac',
    },
    {
      name: 'unchained',
      value: 'N',
      summary: 'lines written by a version that did not chain yet, as noted at the upgrade',
      fallback: '0',
    },
  ],
  run: async ({ db, args }) => {
    const file = args.text('file')
    if (file !== undefined)
      return checkFile(
        file,
        earlierSecrets(args.text('old-secret')).map((secret) => chainKey(secret)),
      )
    const secrets = earlierSecrets(args.text('old-secret'))
    const keys = [chainKey(), ...secrets.map((secret) => chainKey(secret))]
    const recordKeys = [recordKey(), ...secrets.map((secret) => recordKey(secret))]
    const printed = args.text('printed')
    const accepted = args.count('unchained', 0)
    return db.transaction(
      async (tx) => {
        const found: CountyReport[] = []
        let isPrintedThere = false
        const all = await tx
          .select({ id: counties.id })
          .from(counties)
          .orderBy(asc(counties.createdAt), asc(counties.id))
        for (const { id } of all) {
          const report = await verifyCounty(tx, id, keys, recordKeys)
          if (printed !== undefined) isPrintedThere ||= await hasLine(tx, id, printed)
          found.push(report)
        }
        const unchained = found.reduce((sum, report) => sum + report.unchained, 0)
        const general = [
          ...(unchained === accepted
            ? []
            : [
                `${unchained} lines carry no mac, ${accepted} were expected (--unchained): taken off, or from before the trail was chained`,
              ]),
          ...(printed === undefined || isPrintedThere ? [] : [`no trail has the line ${printed} that was printed`]),
        ]
        const faults = found.reduce(
          (sum, { faultCount, minutes, signed }) => sum + faultCount + minutes.faults.length + signed.faults.length,
          0,
        )
        return { isWhole: faults + general.length === 0, faults: general, counties: found }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
  },
  print: ({ isWhole, faults, counties: found }) =>
    [
      ...found.flatMap(linesOf),
      ...faults,
      isWhole ? 'All of it is as it was written.' : 'Something was changed: see above.',
    ].join('\n'),
  exitCode: ({ isWhole }) => (isWhole ? 0 : 1),
})

async function verifyCounty(
  tx: Tx,
  countyId: Parameters<typeof verifyTrail>[1],
  keys: Keys,
  recordKeys: readonly RecordKey[],
): Promise<CountyReport> {
  const frozenAs = new Map<string, string>()
  const trail = await verifyTrail(tx, countyId, keys, ({ verb: what, thingId, result, detail }) => {
    if (what === 'minutes.freeze' && result === 'done' && thingId !== null && typeof detail.sha256 === 'string')
      frozenAs.set(thingId, detail.sha256)
    if (what === 'minutes.unfreeze' && result === 'done' && thingId !== null) frozenAs.delete(thingId)
  })
  const signed = await verifyRecords(tx, countyId, recordKeys)
  return { ...trail, signed, minutes: await verifyFrozen(tx, countyId, frozenAs, trail.removed === 0) }
}

async function checkFile(file: string, earlier: Keys) {
  try {
    const { lines, isWholeTrail, faults } = await verifyExport(createReadStream(file), [chainKey(), ...earlier])
    const about = `${lines} lines${isWholeTrail ? ', the whole trail' : ', a part of the trail'}`
    return { isWhole: faults.length === 0, faults: [about, ...faults], counties: [] }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new UsageError(`--file: "${file}" cannot be read (${code}).`)
  }
}

/** The secrets stand in a file: words of a command line are seen by everybody on the machine. */
function earlierSecrets(file: string | undefined): string[] {
  if (file === undefined) return []
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean)
  } catch (error) {
    throw new UsageError(`--old-secret: "${file}" cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

async function hasLine(tx: Tx, countyId: TrailReport['countyId'], printed: string): Promise<boolean> {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(printed) ?? []
  if (!seq || !mac) throw new UsageError('--printed: accepted is COUNT:MAC, as the last line of an export says it.')
  const [line] = await tx
    .select({ mac: events.mac })
    .from(events)
    .where(and(eq(events.countyId, countyId), eq(events.seq, Number(seq))))
  return line?.mac === mac
}

function linesOf({ countyId, lines, removed, head, faults, faultCount, minutes, signed }: CountyReport): string[] {
  const trail = faults.map(({ seq, what }) => `county ${countyId}: ${seq === null ? '' : `line ${seq} `}${what}`)
  const texts = minutes.faults.map(({ documentId, what }) => `county ${countyId}: document ${documentId} ${what}`)
  const more = faultCount - faults.length
  return [
    `county ${countyId}: ${lines} lines${removed > 0 ? ` after ${removed} that retention removed` : ''}, ` +
      `${minutes.frozen} frozen texts; its trail ends at ${head?.seq ?? 0}:${head?.mac ?? 'nothing'}`,
    ...trail,
    ...(more > 0 ? [`county ${countyId}: and ${more} more`] : []),
    ...texts,
    ...signed.heads.map(
      ({ bodyId, number, mac }) => `county ${countyId}: body ${bodyId}, ${number} signed records, ending at ${mac}`,
    ),
    ...signed.faults.map((what) => `county ${countyId}: ${what}`),
  ]
}
