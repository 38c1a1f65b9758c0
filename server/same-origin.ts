// Whether a post came from a page of this house: what cookies alone cannot say.
const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : null)

export function isSameOrigin(headers: { get(name: string): string | null }): boolean {
  const origin = headers.get('origin')
  if (origin !== null && origin !== 'null') return hostOf(origin) === headers.get('host')
  return headers.get('sec-fetch-site') === 'same-origin'
}
