// JSON lines on stderr. Never secrets: what may carry one is redacted here, queries of signalling are never logged.
import pino from 'pino'

// A level nobody knows is told by env.ts in one line; pino would throw here, before that line.
const asked = process.env.LOG_LEVEL || 'warn'

export const log = pino(
  {
    level: asked === 'silent' || asked in pino.levels.values ? asked : 'warn',
    base: undefined,
    redact: ['password', 'secret', 'token', 'cookie', 'authorization', '*.password', '*.secret', '*.token'],
  },
  pino.destination(2),
)
