'use client'

// The pictures. One flat list of keyed tiles in every layout, so that no video is taken down when the layout changes.
import { isTrackReference } from '@livekit/components-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { pageOf } from './arrange-tiles'
import { chooseMode, gridColumns, gridPerPage, stripShape, type StageMode, type WantedMode } from './choose-layout'
import { SmallWindowNote, SmallWindowView } from './small-window'
import { Tile, type TileFacts } from './tile'
import { useData, usePictures } from './use-data-mode'
import { useMedia } from './use-media'
import { useRoom } from './use-room'
import type { SmallWindow } from './use-small-window'
import { useStageTiles } from './use-stage-tiles'

type Props = {
  isPhone: boolean
  /** A phone while another tab is open: the pictures shrink to a strip and never disappear. */
  isStrip: boolean
  wanted: WantedMode
  focus: string | null
  onFocus: (id: string | null) => void
  smallWindow: SmallWindow | null
}

export function Stage({ isPhone, isStrip, wanted, focus, onFocus, smallWindow }: Props) {
  const t = useTranslations('rooms.stage')
  const room = useRoom()
  const media = useMedia()
  const { people, screens, big } = useStageTiles(room, media, focus)
  const [page, setPage] = useState(0)
  const { ref, width, height } = useSize()
  const screen = screens.find((each) => each.id === focus) ?? screens.at(-1)
  const mode: StageMode = isStrip
    ? 'speaker'
    : chooseMode({ people: people.length, hasShare: screen !== undefined, wanted, hasFocus: focus !== null })
  const main = mode === 'grid' ? undefined : mode === 'share' || (isStrip && screen) ? screen : bigOf(people, big)
  const { mode: data } = useData()
  const seatOfBig = main && !main.isScreen ? main.seat.id : (big ?? people[0]?.id)
  const screenTrack = screen && screen.track && isTrackReference(screen.track) ? screen.track.publication : null
  usePictures(media.room, data, seatOfBig ? { seat: seatOfBig, screen: screenTrack?.trackSid ?? null } : null)
  const rest = people.filter((each) => each !== main)
  const shape =
    mode === 'grid'
      ? { columns: gridColumns(Math.min(people.length, gridPerPage), width, height), rows: 0, isBeside: false }
      : stripShape(rest.length, width, height, !isPhone)
  const perPage = isStrip ? 2 : mode === 'grid' ? gridPerPage : shape.columns * Math.max(1, shape.rows)
  const { shown, page: at, pages } = pageOf(isStrip ? meLast(rest) : rest, isStrip ? 0 : page, perPage)
  const outside = smallWindow?.open ? (main ?? screen ?? bigOf(people, big)) : undefined
  const tiles = main && !outside ? [main, ...shown] : shown
  const note = outside ? <SmallWindowNote isPlace={main !== undefined} onBack={smallWindow!.close} /> : null
  const [roving, setRoving] = useState<string | null>(null)
  const tabStop = tiles.some((each) => each.id === roving) ? roving : tiles[0]?.id

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tiles[(tiles.findIndex((each) => each.id === tabStop) + step + tiles.length) % tiles.length]
    if (!next) return
    setRoving(next.id)
    const tile = ref.current?.querySelectorAll<HTMLElement>('.tile-press')[tiles.indexOf(next)]
    tile?.focus()
  }

  return (
    <div className="pics-frame">
      <div
        ref={ref}
        className="pics"
        role="group"
        aria-label={t('pictures', { count: people.length })}
        data-mode={isStrip ? 'strip' : mode}
        data-columns={shape.columns}
        data-rows={shape.rows}
        data-strip={shape.isBeside ? 'beside' : undefined}
        onKeyDown={onKeyDown}
      >
        {main ? note : null}
        {tiles.map((facts) => (
          <Tile
            key={facts.id}
            facts={facts}
            size={isStrip ? 'strip' : facts === main ? 'big' : 'small'}
            press={{
              isFocused: focus === facts.id,
              tabIndex: facts.id === tabStop ? 0 : -1,
              onPress: () => onFocus(focus === facts.id ? null : facts.id),
            }}
          />
        ))}
      </div>
      {smallWindow?.open && outside ? (
        <SmallWindowView open={smallWindow.open} facts={outside} onClose={smallWindow.close} />
      ) : null}
      {!isStrip && (pages > 1 || focus !== null || (note && !main)) ? (
        <div className="pics-pages">
          {main ? null : note}
          {focus !== null ? (
            <Button size="small" icon="x" onClick={() => onFocus(null)}>
              {t('letGo')}
            </Button>
          ) : null}
          {pages > 1 ? (
            <>
              <IconButton
                icon="left"
                label={t('previousPage')}
                bare
                disabled={at === 0}
                onClick={() => setPage(at - 1)}
              />
              <span className="meta">{t('page', { page: at + 1, pages })}</span>
              <IconButton
                icon="right"
                label={t('nextPage')}
                bare
                disabled={at === pages - 1}
                onClick={() => setPage(at + 1)}
              />
            </>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

const bigOf = (people: readonly TileFacts[], id: string | null) => people.find((each) => each.id === id) ?? people[0]

/** In the strip of three: the speaker, somebody else, and oneself, so that one sees what one sends. */
function meLast(rest: readonly TileFacts[]): TileFacts[] {
  const mine = rest.filter((each) => each.isMe)
  const others = rest.filter((each) => !each.isMe)
  return mine.length > 0 ? [...others.slice(0, 1), ...mine, ...others.slice(1)] : others
}

function useSize() {
  const ref = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      setSize({ width: Math.round(width), height: Math.round(height) })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, ...size }
}
