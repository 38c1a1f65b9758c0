// next-intl's request configuration: no locale in the address, the cookie or the browser says which, among those the
// person's county offers. Dates are told in its time zone.
import { headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { defaultTimeZone, formats, negotiateLocale, onMessageError, readMessages } from '@/server/messages'
import { currentPerson } from '@/server/people/current-actor'

export default getRequestConfig(async ({ locale: asked }) => {
  const head = await headers()
  // Without a database there is still a page that says so.
  const county = await currentPerson().then(
    (current) => current?.county,
    () => undefined,
  )
  const wanted = asked ?? negotiateLocale(head.get('cookie'), head.get('accept-language'))
  const locale = county && !county.locales.includes(wanted) ? county.locale : wanted
  const timeZone = county?.timeZone ?? defaultTimeZone
  return { locale, messages: readMessages(locale), timeZone, formats, onError: onMessageError }
})
