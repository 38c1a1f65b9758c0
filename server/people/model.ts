// Pure rules about people: when two e-mail addresses are one, and what state a link is in.

const eastAsian = ['Han', 'Bopomofo', 'Hiragana', 'Katakana', 'Hangul'] as const
const others = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Cherokee', 'Thai'] as const
const scripts = [...others, ...eastAsian].map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, 'u') }))
const isEastAsian = (name: string) => (eastAsian as readonly string[]).includes(name)

/** Unicode's "highly restrictive" (UTS 39): letters of one script, or Latin beside East Asian ones, which nobody confuses. */
export function isMixedScript(text: string): boolean {
  const names = (text.match(/\p{L}/gu) ?? []).map(
    (char) => scripts.find(({ letter }) => letter.test(char))?.name ?? '?',
  )
  const found = new Set(names.filter((name) => !isEastAsian(name)))
  return found.size > 1 || (names.some(isEastAsian) && [...found].some((name) => name !== 'Latin'))
}

const localPart = /^[\p{L}\p{M}\p{N}_'+-]+(\.[\p{L}\p{M}\p{N}_'+-]+)*$/u
const domain = /^([\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}][\p{L}\p{M}\p{N}-]*[\p{L}\p{N}]$/u

/** NFKC and lower case; the domain as DNS has it (a look-alike then stands there as xn--…). */
export function canonicalEmail(
  typed: string,
): { email: string; problem: null } | { email: null; problem: 'email' | 'emailMixed' } {
  const text = typed.normalize('NFKC').trim().toLowerCase().normalize('NFKC')
  const [local = '', host = '', ...more] = text.split('@')
  if (more.length > 0 || !localPart.test(local) || !domain.test(host) || local.length > 64)
    return { email: null, problem: 'email' }
  if (isMixedScript(local) || host.split('.').some(isMixedScript)) return { email: null, problem: 'emailMixed' }
  try {
    return { email: `${local}@${new URL(`http://${host}`).hostname}`, problem: null }
  } catch {
    return { email: null, problem: 'email' }
  }
}

export type LinkState = 'open' | 'used' | 'expired' | 'revoked'

/** What happened to a link first is what it is: one used and then past its day was used. */
export function stateOfLink(
  link: { usedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  at: Date,
): LinkState {
  if (link.usedAt) return 'used'
  if (link.revokedAt) return 'revoked'
  return link.expiresAt <= at ? 'expired' : 'open'
}
