import type { ReactNode } from 'react'
import { Words } from '@/app/words'

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return <Words of="(hub)/settings">{children}</Words>
}
