'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Sheet } from '@/components/ui/sheet'

/** The item beside the ledger it was opened from; closing goes back to where the eye was. */
export function ItemSheet({ title, over, children }: { title: string; over: string; children: ReactNode }) {
  const router = useRouter()
  const t = useTranslations('common.verbs')
  return (
    <Sheet open onOpenChange={(open) => open || router.back()} title={title} over={over} closeLabel={t('close')}>
      {children}
    </Sheet>
  )
}
