import { useTranslations } from 'next-intl'
import { UnitDot, UnitPlate, UnitTag } from '@/components/bodies/unit-tag'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { ButtonTone } from '@/components/ui/button-class'
import { Chip } from '@/components/ui/chip'
import { Count } from '@/components/ui/count'
import { Icon } from '@/components/ui/icon'
import { IconButton } from '@/components/ui/icon-button'
import { iconPaths, type IconName } from '@/components/ui/icon-paths'
import { Brand, Mark } from '@/components/ui/mark'
import type { Hue } from '@/components/ui/unit-tag'
import { DataSpecimens } from './data-specimens'
import { LiveSpecimens } from '@/components/shell/live-specimens'
import { Specimen } from '@/components/shell/specimen'
import { FieldSpecimens } from './field-specimens'

const hues: Hue[] = ['government', 'department', 'school', 'family', 'society']
const states = ['', 'is-hover', 'is-focus', 'is-active'] as const

export function Specimens({ theme }: { theme: 'light' | 'dark' }) {
  const t = useTranslations('primitives')
  const units = useTranslations('units')
  const common = useTranslations('common')
  const tones: [ButtonTone, string][] = [
    ['primary', t('enter')],
    ['plain', t('addItem')],
    ['quiet', common('verbs.cancel')],
    ['danger', t('removeSeat')],
  ]
  return (
    <>
      <Specimen title={t('sections.mark')}>
        <div className="row row-wrap">
          <Brand name={common('brand')} big />
          <Brand name={common('brandFull')} />
          <span className="brand">
            <Mark />
          </span>
          <img src="/icon.svg" width="48" height="48" alt="" />
          <img src="/icon.svg" width="16" height="16" alt="" />
        </div>
      </Specimen>
      <Specimen title={t('sections.units')}>
        <div className="specimen-five">
          {hues.map((hue) => (
            <div key={hue} data-unit={hue}>
              <span className="specimen-solid">{units(`kinds.${hue}.name`)}</span>
              <UnitTag kind={hue} />
              <span className="specimen-text">{units(`kinds.${hue}.name`)}</span>
            </div>
          ))}
        </div>
        <div className="row row-wrap">
          {hues.map((hue) => (
            <UnitDot key={hue} kind={hue} />
          ))}
          {hues.map((hue) => (
            <Avatar key={hue} hue={hue} name={units(`kinds.${hue}.name`)} spoken />
          ))}
          <UnitTag kind="society" name={t('community')} small />
          <UnitTag kind="school" name={t('school')} quiet />
        </div>
      </Specimen>
      <Specimen title={t('sections.plates')}>
        <div className="row row-wrap">
          <UnitPlate kind="family" name={t('parent')} unit={t('parents')} />
          <UnitPlate kind="department" name={t('liaison')} unit={t('field.leadOther')} />
          <UnitPlate kind="school" name={t('headteacher')} unit={t('school')} big />
        </div>
      </Specimen>
      <Specimen title={t('sections.buttons')}>
        {tones.map(([tone, label]) => (
          <div key={tone} className="row row-wrap">
            {states.map((state) => (
              <Button key={state} tone={tone} className={state}>
                {label}
              </Button>
            ))}
            <Button tone={tone} disabled>
              {label}
            </Button>
            <Button tone={tone} busy>
              {label}
            </Button>
          </div>
        ))}
        <div className="row row-wrap">
          <Button size="small">{t('small')}</Button>
          <Button tone="danger-solid">{t('endMeeting')}</Button>
          <Button tone="primary" size="big" icon="enter">
            {t('big')}
          </Button>
        </div>
      </Specimen>
      <Specimen title={t('sections.iconButtons')}>
        <div className="row row-wrap">
          <IconButton icon="microphone" label={t('microphone')} />
          <IconButton icon="camera" label={t('camera')} className="is-hover" />
          <IconButton icon="hand" label={t('askFloor')} className="is-focus" />
          <IconButton icon="hand" label={t('handRaised')} pressed />
          <IconButton icon="microphone-off" label={t('muted')} off />
          <IconButton icon="screen" label={t('shareScreen')} disabled />
          <IconButton icon="chat" label={t('chat')} count={2} countLabel={common('counts.unread', { count: 2 })} />
          <IconButton icon="more" label={common('verbs.more')} bare />
        </div>
      </Specimen>
      <Specimen title={t('sections.marks')}>
        <div className="row row-wrap">
          <Chip>{t('filterState')}</Chip>
          <Chip className="is-hover">{t('filterState')}</Chip>
          <Chip className="is-focus">{t('filterState')}</Chip>
          <Chip pressed>{t('filterDepartment')}</Chip>
        </div>
        <div className="row row-wrap">
          <Badge>{t('draft')}</Badge>
          <Badge tone="line">{t('agreed')}</Badge>
          <Badge tone="good" icon="check">
            {t('passed')}
          </Badge>
          <Badge tone="warn" icon="warn">
            {t('warning')}
          </Badge>
          <Badge tone="danger" icon="stop">
            {t('overdue')}
          </Badge>
          <Badge tone="info" icon="info">
            {t('remind')}
          </Badge>
          <Count value={7} />
          <Count value={128} />
        </div>
      </Specimen>
      <FieldSpecimens theme={theme} />
      <DataSpecimens theme={theme} />
      <LiveSpecimens />
      <Specimen title={t('sections.icons')}>
        <ul className="specimen-icons">
          {(Object.keys(iconPaths) as IconName[]).map((name) => (
            <li key={name}>
              <Icon name={name} size="large" />
              <span lang="en">{name}</span>
            </li>
          ))}
        </ul>
      </Specimen>
    </>
  )
}
