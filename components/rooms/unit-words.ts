'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { UnitKind } from '@/server/rooms/contract'

/** Mark and name of a kind; a seat without a unit has neither. */
export function useUnitWords() {
  const t = useTranslations('units.kinds')
  return useCallback(
    (kind: UnitKind) => ({ mark: t(`${kind}.mark`), short: t(`${kind}.short`), name: t(`${kind}.name`) }),
    [t],
  )
}
