'use client'

import type { ReactNode } from 'react'
import { AnnouncerProvider } from '@/components/shell/announcer'
import { ToastsProvider } from '@/components/shell/toasts'

export function Providers({ children }: { children: ReactNode }) {
  return (
    <AnnouncerProvider>
      <ToastsProvider>{children}</ToastsProvider>
    </AnnouncerProvider>
  )
}
