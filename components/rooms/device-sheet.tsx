'use client'

import { useMediaDeviceSelect } from '@livekit/components-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { Sheet } from '@/components/ui/sheet'
import { deviceTrouble } from '@/server/rooms/capability/model'
import { LineTest } from './line-test/line-test'
import { useCapabilityWords } from './capability-words'
import { useMedia } from './use-media'

type Kind = 'audioinput' | 'videoinput' | 'audiooutput'
const kinds: readonly Kind[] = ['audioinput', 'videoinput', 'audiooutput']

/** Which microphone, camera and speaker. Names are there once the browser was allowed to use one. */
export function DeviceSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('rooms.devices')
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={t('close')}>
      <div className="stack">
        {kinds.map((kind) => (
          <DeviceField key={kind} kind={kind} />
        ))}
        <p className="fine">{t('hint')}</p>
        <LineTest />
      </div>
    </Sheet>
  )
}

function DeviceField({ kind }: { kind: Kind }) {
  const t = useTranslations('rooms.devices')
  const wordsOf = useCapabilityWords()
  const { room } = useMedia()
  const { devices, activeDeviceId, setActiveMediaDevice } = useMediaDeviceSelect({ kind, room })
  const [error, setError] = useState<string | null>(null)
  const source = kind === 'videoinput' ? 'camera' : 'microphone'
  const named = devices.filter((device) => device.label !== '')

  async function choose(id: string) {
    setError(null)
    try {
      await setActiveMediaDevice(id)
    } catch (reason) {
      setError(wordsOf(deviceTrouble(reason, navigator.userAgent), source).title)
    }
  }

  return (
    <Field label={t(kind)} error={error}>
      {named.length === 0 ? (
        <Notice>{t('none')}</Notice>
      ) : (
        <Select value={activeDeviceId} onChange={(event) => void choose(event.target.value)}>
          {named.map((device) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
