// DATA_DIR: everything this installation keeps. And the note in it by which a command finds the server that is running.
import fs from 'node:fs'
import { join } from 'node:path'
import { runtime, StartError, type Runtime } from '@/server/env'

/** @throws StartError in one line where nothing can be written */
export function prepareFolder(dataDir: string): void {
  try {
    // 711: the account that runs Postgres passes through to its own folder; every file in here is 600.
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    const probe = join(dataDir, `.probe-${process.pid}`)
    fs.writeFileSync(probe, '')
    fs.rmSync(probe)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code
    throw new StartError(
      `DATA_DIR "${dataDir}" cannot be written (${why}). Make it writable or set DATA_DIR to another folder.`,
    )
  }
}

const noteOf = (dataDir: string) => join(dataDir, 'runtime.json')

/** Tells commands how to reach this server's database. 0600, whole or not at all. */
export function writeRuntimeNote(dataDir: string): void {
  const path = noteOf(dataDir)
  fs.writeFileSync(`${path}.new`, JSON.stringify({ pid: process.pid, runtime: runtime() }), { mode: 0o600 })
  fs.renameSync(`${path}.new`, path)
}

export const removeRuntimeNote = (dataDir: string) => fs.rmSync(noteOf(dataDir), { force: true })

/** What the server with this process id says of itself; null for a note that a killed one left. */
export function readRuntimeNote(dataDir: string, pid: number): Runtime | null {
  try {
    const note = JSON.parse(fs.readFileSync(noteOf(dataDir), 'utf8')) as { pid: number; runtime: Runtime }
    return note.pid === pid ? note.runtime : null
  } catch {
    return null
  }
}
