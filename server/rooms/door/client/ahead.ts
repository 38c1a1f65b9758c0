// Fetching the room's code while the person is still at the door.

declare global {
  interface Window {
    /** Settled when the first script of the room is there, or lost; the page's head began it. */
    lianxiAhead?: Promise<void>
  }
}

/** Not when they asked to save data or are on a very thin line. */
export function mayFetchAhead(): boolean {
  const line = (navigator as { connection?: { saveData?: boolean; effectiveType?: string } }).connection
  return !line?.saveData && !/2g/.test(line?.effectiveType ?? '')
}

export const fetchOne = (path: string) =>
  new Promise<void>((resolve) => {
    const link = document.createElement('link')
    link.rel = 'prefetch'
    link.as = path.endsWith('.css') ? 'style' : 'script'
    link.href = path
    // Lost is as good as there: the room's page asks for it again.
    for (const end of ['load', 'error']) link.addEventListener(end, () => resolve())
    document.head.append(link)
  })
