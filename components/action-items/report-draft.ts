// What somebody has typed and the house does not have yet, on this device alone. Wiped when it is acknowledged.
export type Draft = {
  text: string
  percent: string
  finished: boolean
  /** Of the sending it belongs to. */
  onceKey: string
  /** It was sent and nothing came back. */
  isSent: boolean
}

const place = (id: string) => `lianxi:report:${id}`

export function readDraft(id: string): Draft | null {
  try {
    const kept = JSON.parse(localStorage.getItem(place(id)) ?? 'null') as Partial<Draft> | null
    if (!kept || typeof kept.text !== 'string' || typeof kept.onceKey !== 'string') return null
    return {
      text: kept.text,
      percent: String(kept.percent ?? '0'),
      finished: kept.finished === true,
      onceKey: kept.onceKey,
      isSent: kept.isSent === true,
    }
  } catch {
    // A browser that keeps nothing: then there is nothing.
    return null
  }
}

export function keepDraft(id: string, draft: Draft): void {
  try {
    localStorage.setItem(place(id), JSON.stringify(draft))
  } catch {
    // Full or forbidden: the form itself still has it.
  }
}

export function dropDraft(id: string): void {
  try {
    localStorage.removeItem(place(id))
  } catch {
    // Forbidden: then nothing was kept either.
  }
}
