import type { ReactNode } from 'react'
import { Frame } from '@/components/shell/frame'
import { can } from '@/server/access'
import { db } from '@/server/db'
import { countUnread } from '@/server/notifications/read'
import { currentPerson } from '@/server/people/current-actor'
import { readLook } from '@/app/read-look'
import { Words } from '@/app/words'

/** Nobody signed in: no frame, and the page itself sends them to sign in, since only it knows its way back
    (requirePerson). Nothing can be read without a person, so a page that forgets shows nothing. */
export default async function HubLayout({ children }: { children: ReactNode }) {
  const [current, look] = await Promise.all([currentPerson(), readLook()])
  if (!current) return <Words of="(hub)">{children}</Words>
  const { person, county } = current
  const mayAudit = can(person, 'audit.read', { kind: 'county', countyId: county.id })
  const unread = await countUnread(db(), person)
  return (
    <Words of="(hub)">
      <Frame person={{ name: person.name, mayAudit, unread }} county={county} look={look}>
        {children}
      </Frame>
    </Words>
  )
}
