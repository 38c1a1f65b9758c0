// A token bucket: `burst` at once, `perSecond` after that. In memory, per socket: it bounds one connection, not a person.

export type Bucket = { take(): boolean }

export function makeBucket(burst: number, perSecond: number, nowMs: () => number = () => performance.now()): Bucket {
  let tokens = burst
  let at = nowMs()
  return {
    take() {
      const now = nowMs()
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond)
      at = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
