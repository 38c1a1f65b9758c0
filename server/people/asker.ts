// Where a request comes from, as server/live says it: live/main overwrites these headers with what it saw itself
// (or believes of a proxy under TRUST_PROXY), so that nobody can write them from outside.
export type Asker = { address: string; userAgent: string; secure: boolean }

export function readAsker(headers: { get(name: string): string | null }): Asker {
  return {
    // The last entry is the nearest: with one proxy that is the asker, without one live/main wrote it.
    address: headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 64) || 'unknown',
    userAgent: (headers.get('user-agent') ?? '').slice(0, 300),
    secure: headers.get('x-forwarded-proto') === 'https',
  }
}
