export type Part = 'chromium' | 'fonts' | 'livekit' | 'redis' | 'dovecot' | 'poppler' | 'office' | 'calc'
export function findChromium(): Promise<string | null>
export function obtain(
  say?: (line: string) => void,
  names?: Part[],
): Promise<{ found: Partial<Record<Part, string>>; missing: Partial<Record<Part, string>> }>
export function obtained(): Partial<Record<Part, string>>
