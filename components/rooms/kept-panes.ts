// Widths and hidden panes, remembered on this device. Kept text is untrusted: it is parsed like any wire.
import { z } from 'zod'

export const agendaWidth = { initial: 276, min: 240, max: 360 } as const
export const minutesWidth = { initial: 486, min: 400, max: 720 } as const
/** The stage keeps at least this; the pictures shrink first, but not to nothing. */
export const stageMin = 420

const within = ({ initial, min, max }: { initial: number; min: number; max: number }) =>
  z.number().int().min(min).max(max).catch(initial)

const Kept = z.object({
  agenda: within(agendaWidth),
  minutes: within(minutesWidth),
  agendaHidden: z.boolean().catch(false),
  stageHidden: z.boolean().catch(false),
  minutesHidden: z.boolean().catch(false),
})
export type KeptPanes = z.infer<typeof Kept>

export const defaultPanes: KeptPanes = {
  agenda: agendaWidth.initial,
  minutes: minutesWidth.initial,
  agendaHidden: false,
  stageHidden: false,
  minutesHidden: false,
}

export const panesKey = 'lianxi.room.panes'

export function parsePanes(text: string | null): KeptPanes {
  if (text === null) return defaultPanes
  try {
    const parsed = Kept.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : defaultPanes
  } catch {
    return defaultPanes
  }
}

/** The widest the minutes may be drawn so that the stage keeps its least width, whatever was remembered. */
export function minutesMax(roomWidth: number, panes: KeptPanes): number {
  const left = panes.agendaHidden ? 0 : panes.agenda
  return Math.max(minutesWidth.min, Math.min(minutesWidth.max, roomWidth - left - stageMin))
}

/** How much larger the room is drawn on a wall screen; panes.css lets the type grow by the same. */
export const roomScale = (roomWidth: number): number => Math.max(1, Math.min(2, roomWidth / 1920))
