// The address under which a link is handed to somebody else: the public one, else the one a phone can reach, else this
// machine's. Never taken from a request, whose Host anybody may write.
import { runtime } from '@/server/env'

export function shareOrigin(): string {
  const { addresses } = runtime()
  return (addresses.public ?? addresses.lan[0] ?? addresses.local).replace(/\/+$/, '')
}
