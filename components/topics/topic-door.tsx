import { useTranslations } from 'next-intl'
import { CopyField } from '@/components/meetings/copy-field'
import { OneButtonForm } from '@/components/meetings/one-button-form'
import { Badge } from '@/components/ui/badge'
import { Qr } from '@/components/ui/qr'
import type { FormState } from '@/server/forms/contract'

type Props = {
  bodyId: string
  /** Null: shut. */
  open: { url: string; qr: { size: number; path: string } } | null
  action: (before: FormState, data: FormData) => Promise<FormState>
}

/** Where people without an account propose: open or shut, and what to hand on. */
export function TopicDoor({ bodyId, open, action }: Props) {
  const t = useTranslations('topics.door')
  return (
    <div className="stack">
      <p className="meta">
        {t('text')} <Badge tone={open ? 'good' : 'plain'}>{t(open ? 'isOpen' : 'isShut')}</Badge>
      </p>
      {open ? (
        <>
          <Qr {...open.qr} label={t('qr')} />
          <CopyField value={open.url} label={t('link')} />
        </>
      ) : null}
      <OneButtonForm action={action} fields={{ bodyId, isOpen: open ? 'no' : 'yes' }}>
        {t(open ? 'shut' : 'open')}
      </OneButtonForm>
    </div>
  )
}
