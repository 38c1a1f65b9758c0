'use client'

import { useTranslations } from 'next-intl'
import { capabilities, stillWorks, type Device, type Remedy, type Trouble } from '@/server/rooms/capability/model'

export type CapabilityWords = { title: string; next: string; still: string; remedy: Remedy; button: string }

/** A row of the capability table, said about one device. */
export function useCapabilityWords(): (trouble: Trouble, device: Device) => CapabilityWords {
  const t = useTranslations('capability')
  return (trouble, device) => {
    const named = { device: t(`device.${device}`) }
    const { remedy } = capabilities[trouble]
    return {
      title: t(`trouble.${trouble}.title`, named),
      next: t(`trouble.${trouble}.next`, named),
      still: t(`still.${stillWorks(trouble, device)}`),
      remedy,
      button: t(`remedy.${remedy}`),
    }
  }
}
