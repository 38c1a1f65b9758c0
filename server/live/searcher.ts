// Keeps what can be found up to date: looks for marks every half second, on every node; what one is at the others pass over.
import type { Db } from '@/db/client'
import { log } from '@/server/log'
import { refreshSearch } from '@/server/search/refresh'

const beatMs = 500

export function keepSearch(db: Db): { stop(): Promise<void> } {
  let running: Promise<void> | null = null
  let isOver = false
  const look = async () => {
    while (!isOver && (await refreshSearch(db)) > 0);
  }
  const timer = setInterval(() => {
    running ??= look()
      // Nothing is lost: a mark that was not dealt with stands where it stood.
      .catch((error: unknown) => log.warn({ error: String(error) }, 'search: not refreshed'))
      .finally(() => (running = null))
  }, beatMs)
  timer.unref()
  return {
    async stop() {
      isOver = true
      clearInterval(timer)
      await running
    },
  }
}
