import { UsageError } from './verb'

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const maxMs = 30 * unitMs.d

/** `30m`, `1h`, `7d` in milliseconds; 30 days at most. @throws UsageError */
export function parseTtl(text: string): number {
  const match = /^([1-9]\d{0,5})([smhd])$/.exec(text)
  const ms = match ? Number(match[1]) * unitMs[match[2] as keyof typeof unitMs] : NaN
  if (!(ms <= maxMs)) throw new UsageError(`--ttl is "${text}"; accepted: a time like 30m, 1h or 7d, 30d at most.`)
  return ms
}
