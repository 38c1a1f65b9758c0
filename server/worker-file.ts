// Where the house's threads lie: build.mjs puts each *.worker.ts beside the server's bundle.
import path from 'node:path'
import { runtime } from '@/server/env'

/** @param name without its ending: `read-people.worker` */
export const workerFile = (name: string): string =>
  path.join(/* turbopackIgnore: true */ runtime().bundleDir, `${name}.mjs`)
