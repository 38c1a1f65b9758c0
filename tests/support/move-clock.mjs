// Loaded into the house by a story (NODE_OPTIONS=--import): its time is the machine's and as much more as a file says. The
// product itself has no switch for it.
import { readFileSync } from 'node:fs'

const file = process.env.STORY_CLOCK
if (file) {
  const Real = Date
  const started = performance.now()
  let readAt = -1
  let ahead = 0
  const offset = () => {
    const now = performance.now() - started
    if (now - readAt < 20 && readAt >= 0) return ahead
    readAt = now
    try {
      ahead = Number(readFileSync(file, 'utf8')) || 0
    } catch {
      ahead = 0
    }
    return ahead
  }
  globalThis.Date = new Proxy(Real, {
    construct: (target, args, self) =>
      args.length === 0
        ? Reflect.construct(target, [Real.now() + offset()], self)
        : Reflect.construct(target, args, self),
    apply: () => new Real(Real.now() + offset()).toString(),
    get: (target, name) => (name === 'now' ? () => Real.now() + offset() : Reflect.get(target, name)),
  })
}
