import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function NotificationsLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/notifications">{children}</Words>
}
