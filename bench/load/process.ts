// The parent's side of a load process.
import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Commands } from './main'

/** A load process; `call` runs one of its commands. */
export class Load {
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  private lastId = 0
  private static readonly all = new Set<Load>()

  constructor(bundles: string) {
    const execArgv = ['--max-old-space-size=4096']
    this.child = fork(join(bundles, 'load.mjs'), { serialization: 'advanced', execArgv })
    Load.all.add(this)
    this.child.on('message', ({ id, result, error }: { id: number; result: unknown; error?: string }) => {
      const call = this.waiting.get(id)
      this.waiting.delete(id)
      if (error === undefined) call?.resolve(result)
      else call?.reject(new Error(error))
    })
    this.child.on('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('the load process ended'))
    })
  }

  call<Name extends keyof Commands>(
    name: Name,
    ...[order]: Parameters<Commands[Name]>
  ): Promise<Awaited<ReturnType<Commands[Name]>>> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${name}: no answer in 150 s`)), 150_000)
      this.waiting.set(id, {
        resolve: (value) => (clearTimeout(timer), resolve(value as never)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      })
      this.child.send({ id, name, order })
    })
  }

  end(): void {
    this.child.kill('SIGKILL')
    Load.all.delete(this)
  }

  static endAll = () => Load.all.forEach((each) => each.end())
}
