// Keys made once and kept in DATA_DIR, readable by the owner alone. Losing the folder loses the sessions, not the county's rights.
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Secrets = z.object({
  auth: z.string().min(32),
  postgres: z.string().min(32),
  livekitKey: z.string().min(8),
  livekitSecret: z.string().min(32),
  metrics: z.string().min(32),
  /** Names folders outside DATA_DIR that belong to it. */
  place: z.string().min(8),
})
export type Secrets = z.infer<typeof Secrets>

export function readOrMakeSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json')
  const random = () => randomBytes(32).toString('base64url')
  try {
    return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    // Never overwrite keys that exist but cannot be read: the old data would be lost with them.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const made: Secrets = {
    auth: random(),
    postgres: random(),
    livekitKey: `lx${randomBytes(6).toString('hex')}`,
    livekitSecret: random(),
    metrics: random(),
    place: randomBytes(6).toString('hex'),
  }
  writeFileSync(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
  return made
}
