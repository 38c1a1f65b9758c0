// One holder per DATA_DIR: the server or a command of the CLI. A lock whose process is gone (kill -9) is taken over; a
// process is known by pid and start time, since pids are used again.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { StartError } from '@/server/env'

const Holder = z.object({ pid: z.number().int(), startedAt: z.string(), what: z.string() })
export type Holder = z.infer<typeof Holder>

/** State and start time as the kernel tells them; null where there is no /proc or no such process. */
function statOf(pid: number): { state: string; startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' }
  } catch {
    return null
  }
}

/** When a process started; '' where there is no /proc, so that only the pid counts. */
export const startTimeOf = (pid: number): string => statOf(pid)?.startedAt ?? ''

/** A zombie (killed, and a container's first process does not collect it) does not run, though signals still reach it. */
export function isRunning({ pid, startedAt }: { pid: number; startedAt: string }): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const stat = statOf(pid)
  return (stat?.startedAt ?? '') === startedAt && stat?.state !== 'Z'
}

/** Who holds the folder now; null when nobody does, or the one who did was killed. */
export const lockHolder = (dataDir: string): Holder | null => holderIn(join(dataDir, 'lock'))

function holderIn(path: string): Holder | null {
  try {
    const holder = Holder.parse(JSON.parse(readFileSync(path, 'utf8')))
    return isRunning(holder) ? holder : null
  } catch {
    return null
  }
}

/** @returns what releases the lock. @throws StartError naming the live holder. */
export function takeLock(dataDir: string, what: string): () => void {
  const path = join(dataDir, 'lock')
  const mine = JSON.stringify({ pid: process.pid, startedAt: startTimeOf(process.pid), what })
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    for (let round = 0; round < 3; round++) {
      try {
        // A link appears with its content or not at all: nobody ever reads half a lock and takes it for a stale one.
        linkSync(draft, path)
        return () => release(path, mine)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = lockHolder(dataDir)
      if (holder)
        throw new StartError(
          `${dataDir} is in use by ${holder.what} (process ${holder.pid}). Stop it first, or set DATA_DIR to another folder.`,
        )
      clearStale(path)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new StartError(`${path} could not be taken; is another start under way?`)
}

/** Removes the lock of a killed process. A live one that slipped in between the look and the move is put back. */
function clearStale(path: string): void {
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
    if (holderIn(aside)) linkSync(aside, path)
  } catch {
    // Somebody else was faster.
  }
  rmSync(aside, { force: true })
}

function release(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path, { force: true })
  } catch {
    // Gone already.
  }
}
