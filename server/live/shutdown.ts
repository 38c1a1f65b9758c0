// Taking the house down: the steps of the start undone in reverse, once, whatever asked for it. A start that is interrupted
// halfway first reaches its next step, so that nothing it was bringing up stays behind.
import { log } from '@/server/log'

/** Thrown inside a start that was told to stop. */
export class Interrupted extends Error {}

const deadlineMs = 20_000

type Step = { name: string; end: () => unknown; kill?: () => void }

export function makeShutdown() {
  const steps: Step[] = []
  let starting: Promise<unknown> = Promise.resolve()
  let stopping: Promise<void> | null = null

  /** Where a step hangs or nobody wants to wait: what we spawned must not outlive us. What was acknowledged is on disk. */
  const stopNow = (code: number): never => {
    for (const { kill } of steps) kill?.()
    process.exit(code)
  }

  const stop = (code: number): Promise<void> =>
    (stopping ??= (async () => {
      let at = 'the start'
      const timer = setTimeout(() => {
        process.stderr.write(`The stop takes too long (${at}); ending now.\n`)
        stopNow(1)
      }, deadlineMs)
      await starting.catch(() => {})
      // A step leaves the list only when it ended, so that a hurried stop still kills what it stands for.
      for (let step = steps.at(-1); step; steps.pop(), step = steps.at(-1)) {
        at = step.name
        try {
          await step.end()
        } catch (error) {
          log.error({ step: step.name, error: String(error) }, 'a step of the stop failed')
        }
      }
      clearTimeout(timer)
      process.exit(code)
    })())

  return {
    /** Registers how to undo what was just brought up. `kill` must be quick and may lose comfort, never data. */
    later(name: string, end: () => unknown, kill?: () => void): void {
      steps.push({ name, end, ...(kill && { kill }) })
    },
    /** Between the steps of a start. @throws Interrupted */
    check(): void {
      if (stopping) throw new Interrupted()
    },
    isStopping: () => stopping !== null,
    stop,
    /** SIGINT and SIGTERM stop in order and exit 0; a second one, at the earliest after a second, ends at once. */
    listen(): void {
      let first = 0
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.on(name, () => {
          // npm and the terminal may both pass one Ctrl-C on.
          if (first === 0) {
            first = performance.now()
            process.stderr.write('Stopping in order; a second Ctrl-C ends at once.\n')
          } else if (performance.now() - first > 1000) stopNow(130)
          void stop(0)
        })
      }
    },
    /** Runs the start; `stop` waits for it to notice. */
    async during(start: Promise<void>): Promise<void> {
      starting = start
      await start
    },
  }
}

export type Shutdown = ReturnType<typeof makeShutdown>
