// A file that takes long to make, as one answer to a script: lines of JSON while it is made, one that says which file follows,
// then its bytes. A link without a script gets the bytes alone.
import { z } from 'zod'

export const takenWithProgress = 'application/x-ndjson'

export const TakingLine = z.union([
  z.object({ done: z.number(), total: z.number() }),
  /** `size` in bytes: fewer arrived where the line was cut. */
  z.object({ file: z.string(), type: z.string(), size: z.number() }),
  z.object({ code: z.string() }),
])
export type TakingLine = z.infer<typeof TakingLine>

/** Of the rows so far. May throw, where nobody waits for them any more. */
export type Progress = (done: number, total: number) => void
