// next-intl's request configuration: no locale in the address, the cookie or the browser says which. Dates are told in
// the time zone of the person's county.
import { headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { defaultTimeZone, formats, negotiateLocale, onMessageError, readMessages } from '@/server/messages'
import { currentPerson } from '@/server/people/current-actor'

export default getRequestConfig(async ({ locale: asked }) => {
  const head = await headers()
  const locale = asked ?? negotiateLocale(head.get('cookie'), head.get('accept-language'))
  // Without a database there is still a page that says so.
  const current = await currentPerson().catch(() => null)
  const timeZone = current?.county.timeZone ?? defaultTimeZone
  return { locale, messages: readMessages(locale), timeZone, formats, onError: onMessageError }
})
