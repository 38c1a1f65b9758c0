'use client'

import { useTranslations } from 'next-intl'
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'
import type { IconName } from '@/components/ui/icon'
import { Toast, ToastRegion } from '@/components/ui/toast'

export type ToastNews = {
  text: ReactNode
  icon?: IconName
  danger?: boolean
  action?: { label: string; onPress: () => void }
}

type Shown = ToastNews & { id: number }

const ToastContext = createContext<(news: ToastNews) => void>(() => {})

/** What was just done, with a way to undo it. What must not be missed is a Notice where the thing is, never a toast. */
export function useToast(): (news: ToastNews) => void {
  return useContext(ToastContext)
}

export function ToastsProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('shell.toasts')
  const [shown, setShown] = useState<readonly Shown[]>([])
  const next = useRef(0)
  const add = useCallback((news: ToastNews) => {
    const id = (next.current += 1)
    setShown((all) => [...all.slice(-2), { ...news, id }])
  }, [])
  return (
    <ToastContext.Provider value={add}>
      {children}
      <ToastRegion label={t('region')} announced={t('announced')}>
        {shown.map(({ id, text, ...news }) => (
          <Toast key={id} {...news} onGone={() => setShown((all) => all.filter((each) => each.id !== id))}>
            {text}
          </Toast>
        ))}
      </ToastRegion>
    </ToastContext.Provider>
  )
}
