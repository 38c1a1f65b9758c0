// Where the bundle's threads lie: build.mjs puts each *.worker.ts beside the bundle that is running.
import path from 'node:path'

/** @param name without its ending: `read-people.worker` */
export const workerFile = (name: string): string =>
  path.join(/* turbopackIgnore: true */ path.dirname(process.argv[1] ?? '.'), `${name}.mjs`)
