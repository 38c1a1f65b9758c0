'use client'

// Where everything stands. One set of elements for all widths, placed by panes.css, so that turning a phone or dragging a
// window takes down neither a video nor the editor.
import { useTranslations } from 'next-intl'
import { useEffect, useState, type CSSProperties, type Dispatch, type SetStateAction } from 'react'
import { useAnnounce } from '@/components/shell/announcer'
import { useToast } from '@/components/shell/toasts'
import { classes } from '@/components/ui/classes'
import { Count } from '@/components/ui/count'
import { Icon, type IconName } from '@/components/ui/icon'
import { Separator } from '@/components/ui/separator'
import { AsideCount, AsideNotice } from './aside-notice'
import { AgendaPane } from './agenda-pane'
import { Chat } from './chat'
import type { WantedMode } from './choose-layout'
import { DataOffer } from './data-offer'
import { Dock, Reach, useHand } from './controls'
import { FloorBar } from './floor-bar'
import { agendaWidth, minutesMax, minutesWidth, roomScale } from './kept-panes'
import { MinutesPane } from './minutes-pane'
import type { MinutesSection } from './minutes-text'
import { joinLink } from './paths'
import { ProblemNotice } from './problem-notice'
import { Queue } from './queue'
import { ReactionCounts } from './reactions'
import { RoomHead } from './room-head'
import { RoomSheets, type OpenSheet } from './room-sheets'
import { Stage } from './stage'
import { StageNotice, StartAudio } from './stage-notice'
import { TermNotice } from './term-notice'
import { VoteDesk } from '@/components/votes/vote-desk'
import { useLine } from './use-line'
import { useMedia } from './use-media'
import { usePanes, type Tab } from './use-panes'
import { useRoom } from './use-room'
import { useShortcuts } from './use-shortcuts'
import { useSmallWindow } from './use-small-window'
import { useUnread } from './use-unread'
import './panes.css'
import './stage.css'

type Props = {
  isReady: boolean
  minutes: readonly MinutesSection[]
  joinOrigin: string | null
  draft: string
  onDraft: Dispatch<SetStateAction<string>>
}

const tabs: readonly { tab: Tab; icon: IconName }[] = [
  { tab: 'stage', icon: 'stage' },
  { tab: 'agenda', icon: 'agenda' },
  { tab: 'minutes', icon: 'minutes' },
  { tab: 'chat', icon: 'chat' },
]

export function RoomPanes({ isReady, minutes, joinOrigin, draft, onDraft }: Props) {
  const t = useTranslations('rooms')
  const announce = useAnnounce()
  const toast = useToast()
  const handle = useRoom()
  const media = useMedia()
  const panes = usePanes()
  const line = useLine(handle, media)
  const hand = useHand()
  const [wanted, setWanted] = useState<WantedMode>('auto')
  const [focus, setFocus] = useState<string | null>(null)
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const { snapshot } = handle
  const { isPhone, isDrawer, tab, kept } = panes
  const unread = useUnread(snapshot, panes.isChatOpen)
  const isAgendaOpen = panes.isOpen('agenda')
  const { joinCode } = snapshot.meeting
  const roomWidth = useRoomWidth()
  const scale = roomScale(roomWidth)

  const isAside = snapshot.me.isSetAside
  const isStrip = isPhone && tab !== 'stage'
  const hasPictures = media.state.kind === 'connected' || media.state.kind === 'reconnecting'
  const smallWindow = useSmallWindow(hasPictures && !isAside && !isPhone, () =>
    toast({ text: t('smallWindow.refused'), icon: 'small-window' }),
  )

  const say = () => announce(line.detail ? t('line.joined', { text: line.text, detail: line.detail }) : line.text)
  useShortcuts(panes, {
    microphone: () => void media.toggle('microphone'),
    camera: () => void media.toggle('camera'),
    hand: hand.press,
    chat: () => panes.setChatOpen(!panes.isChatOpen),
    status: say,
    picture: () => smallWindow?.toggle(),
  })

  const more = {
    wanted,
    onWanted: (mode: WantedMode) => {
      setFocus(null)
      setWanted(mode)
    },
    onPeople: () => setSheet('people'),
    onInvite: joinCode ? () => setSheet('invite') : null,
    onDevices: () => setSheet('devices'),
    onData: () => setSheet('data'),
    onShare: () => setSheet('share'),
    onQuestion: () => setSheet('question'),
    smallWindow: hasPictures && !isAside && !isPhone ? smallWindow : null,
    onKeys: isPhone ? null : () => setSheet('keys'),
    onEnd: () => setSheet('end'),
  }
  const maxMinutes = minutesMax(roomWidth / scale, { ...kept, agendaHidden: !isAgendaOpen && !panes.isChatOpen })
  const widths = {
    '--room-agenda': `${kept.agenda * scale}px`,
    '--room-minutes': `${Math.min(kept.minutes, maxMinutes) * scale}px`,
  } as CSSProperties

  return (
    <div
      className="room"
      data-ready={isReady}
      data-tab={tab}
      data-agenda={isAgendaOpen}
      data-chat={panes.isChatOpen}
      data-stage={panes.isOpen('stage')}
      data-minutes={panes.isOpen('minutes')}
      style={widths}
    >
      <a className="skip" href="#room-minutes">
        {t('skip')}
      </a>
      <RoomHead
        line={line}
        panes={panes}
        more={more}
        isDoorOpen={sheet === 'people'}
        onDoor={() => setSheet('people')}
        onData={() => setSheet('data')}
        onLeave={() => setSheet('leave')}
      />
      <div className="room-side">
        <aside className="room-agenda" aria-label={t('panes.agenda')} data-pane="agenda">
          <AgendaPane />
        </aside>
        <section className="room-chat" aria-label={t('panes.chat')} data-pane="chat">
          <Chat draft={draft} onDraft={onDraft} onClose={isPhone ? undefined : () => panes.setChatOpen(false)} />
        </section>
      </div>
      {!isDrawer && (isAgendaOpen || panes.isChatOpen) ? (
        <div className="room-sep room-sep-side">
          <Separator
            label={t('panes.resizeAgenda')}
            value={kept.agenda}
            {...agendaWidth}
            scale={scale}
            onChange={(agenda) => panes.keep({ agenda })}
          />
        </div>
      ) : null}
      <main className="room-stage stage" aria-label={t('panes.stage')} data-pane="stage" tabIndex={-1}>
        <noscript>
          <p className="notice">{t('noScript')}</p>
        </noscript>
        <ProblemNotice secureOrigin={joinOrigin?.startsWith('https:') ? joinOrigin : null} />
        <DataOffer line={line.state} />
        <TermNotice />
        <AsideCount />
        {isAside ? <AsideNotice /> : null}
        {isStrip || isAside ? null : <FloorBar />}
        {isAside || (isStrip && !hasPictures) ? null : <StageNotice />}
        {hasPictures && !isAside ? (
          <Stage
            isPhone={isPhone}
            isStrip={isStrip}
            wanted={wanted}
            focus={focus}
            onFocus={setFocus}
            smallWindow={smallWindow}
          />
        ) : null}
        {isStrip || isAside ? null : <ReactionCounts />}
        <StartAudio />
        {isAside ? null : isStrip ? <FloorBar /> : <Queue />}
      </main>
      {isPhone ? null : (
        <Dock
          more={more}
          unread={unread}
          isChatOpen={panes.isChatOpen}
          onChat={() => panes.setChatOpen(!panes.isChatOpen)}
          onLeave={() => setSheet('leave')}
        />
      )}
      {panes.isOpen('minutes') && panes.isOpen('stage') && !isPhone ? (
        <div className="room-sep room-sep-minutes">
          <Separator
            label={t('panes.resizeMinutes')}
            of="after"
            value={Math.min(kept.minutes, maxMinutes)}
            min={minutesWidth.min}
            max={maxMinutes}
            initial={minutesWidth.initial}
            scale={scale}
            onChange={(width) => panes.keep({ minutes: width })}
          />
        </div>
      ) : null}
      <section
        className="room-minutes"
        id="room-minutes"
        aria-label={t('panes.minutes')}
        data-pane="minutes"
        tabIndex={-1}
      >
        <MinutesPane isReady={isReady} isShown={panes.isOpen('minutes')} sections={minutes} />
      </section>
      <VoteDesk />
      {isPhone ? (
        <div className={classes('room-bottom', tab === 'stage' && 'stage')}>
          <Reach />
          <PhoneTabs tab={tab} onTab={panes.setTab} unread={unread} />
        </div>
      ) : null}
      <RoomSheets
        open={sheet}
        onOpen={setSheet}
        inviteLink={joinCode ? joinLink(joinOrigin ?? '', joinCode) : null}
        onLeave={handle.leave}
      />
    </div>
  )
}

function PhoneTabs({ tab, onTab, unread }: { tab: Tab; onTab: (tab: Tab) => void; unread: number }) {
  const t = useTranslations('rooms')
  return (
    <nav className="tabbar" aria-label={t('tabs.label')}>
      {tabs.map(({ tab: each, icon }) => (
        <button
          key={each}
          type="button"
          aria-current={each === tab ? 'page' : undefined}
          data-tab-button={each}
          onClick={() => onTab(each)}
        >
          <Icon name={icon} />
          {t(`tabs.${each}`)}
          {each === 'chat' && unread > 0 ? (
            <Count value={unread} label={t('controls.unread', { count: unread })} />
          ) : null}
        </button>
      ))}
    </nav>
  )
}

function useRoomWidth(): number {
  const [width, setWidth] = useState(1440)
  useEffect(() => {
    const measure = () => setWidth(document.documentElement.clientWidth)
    const first = setTimeout(measure)
    window.addEventListener('resize', measure)
    return () => {
      clearTimeout(first)
      window.removeEventListener('resize', measure)
    }
  }, [])
  return width
}
