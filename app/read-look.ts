import { cookies } from 'next/headers'
import { readLook as parseLook } from '@/server/preferences/model'

/** Theme and text size of this request's browser, for the first paint on the server: no flash. */
export async function readLook() {
  const jar = await cookies()
  return parseLook((name) => jar.get(name)?.value)
}
