import { useTranslations } from 'next-intl'
import { UnitPlate, UnitTag } from '@/components/bodies/unit-tag'
import { Badge } from '@/components/ui/badge'
import { Busy, Skeleton } from '@/components/ui/busy'
import { Button } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Legend, Tally, type FillState } from '@/components/ui/fill'
import { Icon } from '@/components/ui/icon'
import { Line } from '@/components/ui/line'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { Status, type Shape } from '@/components/ui/status'
import { Table } from '@/components/ui/table'
import { Timeline } from '@/components/ui/timeline'
import type { Hue } from '@/components/ui/unit-tag'
import { Specimen } from '@/components/shell/specimen'

const shapes: Shape[] = ['todo', 'doing', 'toVerify', 'done', 'stopped', 'extended', 'late', 'soon']
const fills: FillState[] = ['done', 'toVerify', 'doing', 'todo', 'stopped', 'extended', 'late']

export function DataSpecimens({ theme }: { theme: 'light' | 'dark' }) {
  const t = useTranslations('primitives')
  const common = useTranslations('common')
  const rows: { number: string; task: string; hue: Hue; lead: string; shape: Shape }[] = [
    { number: '7-03', task: t('table.one'), hue: 'department', lead: t('field.leadValue'), shape: 'doing' },
    { number: '6-04', task: t('table.two'), hue: 'department', lead: t('field.leadOther'), shape: 'toVerify' },
    { number: '6-02', task: t('table.three'), hue: 'society', lead: t('community'), shape: 'late' },
  ]
  return (
    <>
      <Specimen title={t('sections.states')}>
        <div className="row row-wrap">
          {shapes.map((shape) => (
            <Status key={shape} shape={shape}>
              {t(`state.${shape}`)}
            </Status>
          ))}
        </div>
        <div className="specimen-gap">
          <Tally label={t('tally')} hue="department" parts={fills.map((state) => ({ state, value: 1 }))} />
        </div>
        <div className="specimen-gap">
          <Legend items={fills.map((state) => ({ state, label: t(`state.${state}`) }))} />
        </div>
      </Specimen>
      <Specimen title={t('sections.lines')}>
        <Line tone="ok" icon="check">
          {t('line.ok')}
        </Line>
        <Line tone="weak" icon="warn" action={<Button size="small">{t('line.soundOnly')}</Button>}>
          {t('line.weak')}
        </Line>
        <Line tone="weak" icon="sync">
          {t('line.reconnecting')}
        </Line>
        <Line tone="bad" icon="microphone-off" action={<Button size="small">{t('line.restore')}</Button>}>
          {t('line.unheard')}
        </Line>
        <div className="row row-wrap">
          <span className="save">
            <Icon name="saved" />
            {common('saving.savedAt', { time: '15:16' })}
          </span>
          <span className="save">
            <Icon name="sync" />
            {common('saving.saving')}
          </span>
          <span className="save save-off">
            <Icon name="warn" />
            {common('saving.unsaved')}
          </span>
          <span className="save save-off">
            <Icon name="offline" />
            {common('saving.local')}
          </span>
        </div>
      </Specimen>
      <Specimen title={t('sections.progress')}>
        <div className="stack">
          <Progress label={t('progress')} value={0.62} />
          <Progress label={t('progress')} value={0.4} hue="school" />
          <Progress label={t('progress')} />
          <Busy>{common('loading')}</Busy>
          <Skeleton label={common('loading')} />
          <Timeline
            moments={[
              { key: 'sent', icon: 'st-done', when: '9-9', what: t('moment.sent') },
              { key: 'met', icon: 'st-doing', when: '9-16', what: t('moment.met'), note: t('field.leadOther') },
              { key: 'circulated', icon: 'st-todo', when: '9-20', what: t('moment.circulated') },
            ]}
          />
        </div>
      </Specimen>
      <Specimen title={t('sections.table')}>
        <Table
          caption={`${t('table.caption')} · ${t(theme)}`}
          rows={rows}
          rowKey={(row) => row.number}
          selected="6-02"
          columns={[
            { key: 'number', head: t('table.number'), cell: (row) => <span className="nowrap">{row.number}</span> },
            { key: 'task', head: t('table.task'), cell: (row) => row.task },
            { key: 'lead', head: t('table.lead'), cell: (row) => <UnitTag kind={row.hue} name={row.lead} small /> },
            {
              key: 'state',
              head: t('table.state'),
              cell: (row) => <Status shape={row.shape}>{t(`state.${row.shape}`)}</Status>,
            },
          ]}
        />
      </Specimen>
      <Specimen title={t('sections.records')}>
        <div className="doc specimen-doc">
          <p>
            {t('record.text')}
            <span className="caret" data-unit="school">
              <span>{t('school')}</span>
            </span>
          </p>
          <div className="rec" data-unit="department">
            <div className="rec-head">
              <Icon name="decision" />
              <span className="rec-no">{t('record.number')}</span>
              <Badge tone="line">{t('agreed')}</Badge>
            </div>
            <div className="rec-body">
              <p className="say">{t('record.say')}</p>
            </div>
          </div>
        </div>
      </Specimen>
      <Specimen title={t('sections.notices')}>
        <div className="stack">
          <Notice>{t('notice.restricted')}</Notice>
          <Notice tone="info">{t('notice.reply')}</Notice>
          <Notice tone="good">{t('notice.issued')}</Notice>
          <Notice tone="warn">{t('notice.overdue')}</Notice>
          <Notice tone="danger" title={t('notice.refusedTitle')}>
            {t('notice.refused')}
          </Notice>
        </div>
      </Specimen>
      <Specimen title={t('sections.empty')}>
        <Empty title={t('empty.title')} text={t('empty.text')}>
          <Button tone="primary">{t('empty.call')}</Button>
          <Button>{t('empty.open')}</Button>
        </Empty>
      </Specimen>
      <Specimen title={t('sections.stage')}>
        <div className="stage specimen-tiles">
          <div className="tile tile-speaking tile-off" data-unit="department">
            <Icon name="user" size="large" />
            <UnitPlate kind="department" name={t('speaker')} unit={t('field.leadValue')} onPicture />
          </div>
          {(['school', 'family'] as const).map((kind) => (
            <div key={kind} className="tile tile-small" data-unit={kind}>
              <div className="tile-pic">
                <Icon name={kind === 'family' ? 'volume' : 'camera-off'} size="large" />
                <span className="tile-flag">
                  <Icon name="microphone-off" label={t('muted')} />
                </span>
              </div>
              <UnitPlate kind={kind} name={kind === 'family' ? t('parent') : t('headteacher')} onPicture />
            </div>
          ))}
        </div>
      </Specimen>
    </>
  )
}
