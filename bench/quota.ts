// A share of one core for a process: how much a node carries is seen where it is the node that is full, and not the machine,
// which servers, load and Postgres share. Needs the right to make control groups (root, v1 or v2).
import fs from 'node:fs'

const [v1, v2] = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup']
/** Microseconds. Short, so that a node that is held back stands still for milliseconds and not for a tenth of a second. */
const period = 10_000

export class Quota {
  private readonly folder: string

  /** @param share of one core. @throws where control groups may not be made */
  constructor(share: number) {
    const isV1 = fs.existsSync(`${v1}/cpu.cfs_quota_us`)
    this.folder = `${isV1 ? v1 : v2}/lianxi-bench-${crypto.randomUUID()}`
    const quota = Math.round(share * period)
    fs.mkdirSync(this.folder)
    if (isV1) {
      fs.writeFileSync(`${this.folder}/cpu.cfs_period_us`, String(period))
      fs.writeFileSync(`${this.folder}/cpu.cfs_quota_us`, String(quota))
    } else fs.writeFileSync(`${this.folder}/cpu.max`, `${quota} ${period}`)
  }

  /** With all its threads, and what it starts from now on. */
  hold(pid: number): void {
    fs.writeFileSync(`${this.folder}/cgroup.procs`, String(pid))
  }

  /** After its processes are gone. */
  end(): void {
    fs.rmdirSync(this.folder)
  }
}
