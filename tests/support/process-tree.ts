// Which processes belong to a data folder: by their environment, their command line or their working folder. A child that
// was given another account and a clean environment (Postgres) is found by the last two.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

const folderOf = (pid: number) => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

export type Found = { pid: number; command: string }

export const processesOf = (dataDir: string): Found[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: read(`/proc/${name}/cmdline`).trim() }))
    .filter(
      ({ pid, command }) =>
        command !== '' &&
        (command.includes(dataDir) ||
          folderOf(pid).startsWith(dataDir) ||
          read(`/proc/${pid}/environ`).includes(`DATA_DIR=${dataDir}`)),
    )
