'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import { useSmallWindowWay } from './use-small-window'

const keys = [
  ['Alt+M', 'microphone'],
  ['Alt+V', 'camera'],
  ['Alt+H', 'hand'],
  ['Alt+C', 'chat'],
  ['Alt+1', 'agenda'],
  ['Alt+2', 'stage'],
  ['Alt+3', 'minutes'],
  ['Alt+P', 'picture'],
  ['F6', 'nextPane'],
  ['Alt+S', 'status'],
] as const

export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('rooms.keys')
  const way = useSmallWindowWay()
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
      <dl className="keys">
        {keys
          .filter(([, what]) => what !== 'picture' || way !== null)
          .map(([key, what]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(what)}</dd>
            </div>
          ))}
      </dl>
    </Dialog>
  )
}
