'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { useToast } from '@/components/shell/toasts'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Count } from '@/components/ui/count'
import { Dialog } from '@/components/ui/dialog'
import { Icon } from '@/components/ui/icon'
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu'
import { Segmented } from '@/components/ui/segmented'
import { Separator } from '@/components/ui/separator'
import { Sheet } from '@/components/ui/sheet'
import { Tabs } from '@/components/ui/tabs'
import { Specimen } from './specimen'

type Open = 'dialog' | 'confirm' | 'sheet' | 'bottom' | null

/** What has behaviour: pressed, dragged, opened here as it will be there. */
export function LiveSpecimens() {
  const t = useTranslations('primitives')
  const common = useTranslations('common')
  const toast = useToast()
  const announce = useAnnounce()
  const [quality, setQuality] = useState<'normal' | 'low' | 'audio'>('normal')
  const [view, setView] = useState('all')
  const [tab, setTab] = useState('minutes')
  const [width, setWidth] = useState(200)
  const [open, setOpen] = useState<Open>(null)
  const close = (isOpen: boolean) => (isOpen ? undefined : setOpen(null))
  const views = { all: t('tab.all'), toVerify: t('state.toVerify'), late: t('state.late') }
  return (
    <>
      <Specimen title={t('sections.bars')}>
        <Segmented
          label={t('quality.label')}
          value={quality}
          onChange={setQuality}
          segments={[
            { value: 'normal', label: t('quality.normal') },
            { value: 'low', label: t('quality.low') },
            { value: 'audio', label: t('quality.audio') },
          ]}
        />
        <div className="specimen-gap">
          <Tabs
            label={t('tab.label')}
            value={view}
            onChange={setView}
            tabs={Object.entries(views).map(([value, label]) => ({
              value,
              label,
              panel: <p className="meta">{t('tab.text', { name: label })}</p>,
            }))}
          />
        </div>
        <div className="toolbar card specimen-gap" role="group" aria-label={t('toolbar')}>
          <Button tone="quiet" size="small" aria-label={t('bold')} icon="bold" />
          <Button tone="quiet" size="small" aria-label={t('heading')} icon="heading" className="is-hover" />
          <span className="toolbar-sep" />
          <Button tone="quiet" size="small" icon="decision">
            {t('decision')}
          </Button>
          <Button tone="quiet" size="small" icon="task">
            {t('task')}
          </Button>
        </div>
        <div className="specimen-gap">
          <Tabs
            bar
            label={t('bar.label')}
            value={tab}
            onChange={setTab}
            tabs={[
              { value: 'stage', label: t('bar.stage'), icon: 'stage', panel: null },
              { value: 'agenda', label: t('bar.agenda'), icon: 'agenda', panel: null },
              { value: 'minutes', label: t('bar.minutes'), icon: 'minutes', panel: null },
              {
                value: 'chat',
                label: t('chat'),
                icon: 'chat',
                mark: <Count value={2} label={common('counts.unread', { count: 2 })} />,
                panel: null,
              },
            ]}
          />
        </div>
        <div className="specimen-panes specimen-gap">
          <p style={{ width }}>{t('paneLeft', { width })}</p>
          <Separator label={t('separator')} value={width} min={96} max={320} initial={200} onChange={setWidth} />
          <p className="grow">{t('paneRight')}</p>
        </div>
      </Specimen>
      <Specimen title={t('sections.overlays')}>
        <div className="row row-wrap">
          <Button onClick={() => setOpen('dialog')}>{t('overlay.dialog')}</Button>
          <Button onClick={() => setOpen('confirm')}>{t('overlay.confirm')}</Button>
          <Button onClick={() => setOpen('sheet')}>{t('overlay.sheet')}</Button>
          <Button onClick={() => setOpen('bottom')}>{t('overlay.sheetBottom')}</Button>
          <Menu trigger={<Button icon="more">{t('overlay.menu')}</Button>}>
            <MenuItem icon="print" onSelect={() => announce(t('overlay.menuPrint'))}>
              {t('overlay.menuPrint')}
            </MenuItem>
            <MenuItem icon="copy" disabled onSelect={() => {}}>
              {common('verbs.copy')}
            </MenuItem>
            <MenuRule />
            <MenuItem icon="trash" danger onSelect={() => announce(t('overlay.menuRemove'))}>
              {t('overlay.menuRemove')}
            </MenuItem>
          </Menu>
          <Button
            onClick={() =>
              toast({
                text: t('overlay.toastText'),
                action: { label: common('verbs.undo'), onPress: () => announce(common('verbs.undo')) },
              })
            }
          >
            {t('overlay.toast')}
          </Button>
          <Button onClick={() => toast({ text: t('overlay.toastBadText'), danger: true })}>
            {t('overlay.toastBad')}
          </Button>
          <Button onClick={() => announce(t('state.done'))}>{t('announce')}</Button>
        </div>
        <div className="specimen-gap">
          <span className="toast">
            <Icon name="check" />
            {t('overlay.toastText')}
            <Button>{common('verbs.undo')}</Button>
          </span>
        </div>
        <Dialog
          open={open === 'dialog'}
          onOpenChange={close}
          title={t('overlay.confirmTitle')}
          text={t('overlay.confirmText')}
          closeLabel={common('verbs.close')}
          actions={
            <>
              <Button onClick={() => setOpen(null)}>{common('verbs.cancel')}</Button>
              <Button tone="primary" onClick={() => setOpen(null)}>
                {t('overlay.confirmDo')}
              </Button>
            </>
          }
        />
        <ConfirmDialog
          open={open === 'confirm'}
          onOpenChange={close}
          title={t('overlay.confirmTitle')}
          text={t('overlay.confirmText')}
          confirm={t('overlay.confirmDo')}
          cancel={common('verbs.cancel')}
          onConfirm={() => setOpen(null)}
          danger
        />
        <Sheet
          open={open === 'sheet' || open === 'bottom'}
          side={open === 'bottom' ? 'bottom' : 'right'}
          onOpenChange={close}
          title={t('table.one')}
          over={t('overlay.sheetOver')}
          closeLabel={common('verbs.close')}
          foot={<Button tone="primary">{common('verbs.save')}</Button>}
        >
          <p>{t('empty.text')}</p>
        </Sheet>
      </Specimen>
    </>
  )
}
