// A disk that can be filled without filling the machine's: a small tmpfs, mounted as root or through `sudo -n`. Whoever has
// neither may mount one and name it in FAULT_SMALL_DISK (sudo mount -t tmpfs -o size=220m,mode=1777 none /mnt/small).
// Nothing else is honest: a quota, a file limit (EFBIG) or a failing trigger is not what Postgres does when a disk is full.
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type SmallDisk = {
  folder: string
  /** Takes every byte that is left. */
  fill(): void
  /** Bytes nobody has taken. */
  left(): number
  /** Gives them back. */
  free(): void
  remove(): void
}

/** @throws with what to do where no small disk can be had */
export function makeSmallDisk(megabytes: number): SmallDisk {
  const given = process.env.FAULT_SMALL_DISK
  const folder = given ? mkdtempSync(join(given, 'lx-')) : mkdtempSync(join(tmpdir(), 'lx-disk-'))
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const run = (...words: string[]) => {
    const [command, ...args] = [...asRoot, ...words]
    execFileSync(command!, args, { stdio: 'pipe' })
  }
  if (!given) {
    try {
      run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'none', folder)
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw new Error(
        'no small disk to fill: run as root, allow sudo without a password, or name a mounted tmpfs of 220 MB in FAULT_SMALL_DISK',
        { cause: error },
      )
    }
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => {
      const file = openSync(ballast, 'a')
      // The last bytes go one page at a time.
      for (const size of [1_048_576, 4_096]) {
        const block = Buffer.alloc(size, 1)
        try {
          for (;;) writeSync(file, block)
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        }
      }
      closeSync(file)
    },
    left: () => {
      const { bavail, bsize } = statfsSync(folder)
      return bavail * bsize
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => {
      if (!given) run('umount', '-l', folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
