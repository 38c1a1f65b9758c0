// One's own picture and sound before going in. Asks only after a tap, takes microphone and camera apart when they do not
// come together, and lets both go before the room wants them.
import { deviceTrouble, lookAround, surroundingsTrouble, type Trouble } from '@/server/rooms/capability/model'
import type { ScriptTexts } from '../script-texts'
import { watchLevel } from './level'
import { byId, setText, show } from './page'

/** Read by the room's page: what the person had on at the door. Never opens a microphone by itself. */
const choiceKey = 'lianxi-media'

let stream: MediaStream | null = null
let stopLevel: (() => void) | null = null
let facing: 'user' | 'environment' = 'user'

const camera = () => ({ facingMode: facing, width: { ideal: 640 }, height: { ideal: 360 } })

export function stopPreview(): void {
  stopLevel?.()
  stopLevel = null
  stream?.getTracks().forEach((track) => track.stop())
  stream = null
}

/** @param isEager open at once where the browser said yes before: at the knock, not through a long wait */
export function startDoorPreview(texts: ScriptTexts, isEager: boolean): void {
  if (!byId('preview')) return
  stopPreview()
  const trouble = surroundingsTrouble(lookAround(window))
  byId('trouble-do')?.addEventListener('click', () => remedy(texts))
  if (trouble) return tell(trouble, texts)
  show('preview')
  byId('try')?.addEventListener('click', () => void open(texts))
  byId('mic')?.addEventListener('click', () => toggle('mic', stream?.getAudioTracks()[0], texts))
  byId('cam')?.addEventListener('click', () => toggle('cam', stream?.getVideoTracks()[0], texts))
  byId('flip')?.addEventListener('click', () => void flip(texts))
  if (isEager) void openIfAllowed(texts)
}

/** Somebody who said yes before is not made to tap again; nobody is asked without a tap. */
async function openIfAllowed(texts: ScriptTexts): Promise<void> {
  try {
    const ask = (name: string) => navigator.permissions.query({ name: name as PermissionName })
    const [microphone, cam] = await Promise.all([ask('microphone'), ask('camera')])
    if (microphone.state === 'granted' && cam.state === 'granted') await open(texts)
  } catch {
    // Firefox and old WebViews do not know these names: the button stays.
  }
}

async function open(texts: ScriptTexts): Promise<void> {
  show('trouble', false)
  show('preview')
  setText('preview-note', texts.asking)
  stopPreview()
  const devices = navigator.mediaDevices
  try {
    stream = await devices.getUserMedia({ audio: true, video: camera() })
  } catch {
    try {
      stream = await devices.getUserMedia({ audio: true })
    } catch (error) {
      setText('preview-note', '')
      return tell(deviceTrouble(error, navigator.userAgent), texts)
    }
  }
  await showStream(texts)
}

async function showStream(texts: ScriptTexts): Promise<void> {
  if (!stream) return
  const video = byId('mirror') as HTMLVideoElement
  const hasPicture = stream.getVideoTracks().length > 0
  video.srcObject = stream
  video.dataset.mirror = String(facing === 'user')
  // Some WebViews do not honour autoplay for a stream.
  void video.play().catch(() => {})
  video.hidden = !hasPicture
  setText('preview-note', hasPicture ? '' : texts.noCamera)
  show('try', false)
  show('mic')
  show('cam', hasPicture)
  show('level')
  stopLevel ??= watchLevel(stream, (level, isHeard) => {
    const bars = byId('bars')
    if (bars) bars.dataset.level = String(level)
    setText('level-text', isHeard ? texts.heard : texts.quiet)
  })
  remember()
  const inputs = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  show('flip', hasPicture && inputs.filter((each) => each.kind === 'videoinput').length > 1)
}

function toggle(id: 'mic' | 'cam', track: MediaStreamTrack | undefined, texts: ScriptTexts): void {
  if (!track) return
  track.enabled = !track.enabled
  byId(id)?.setAttribute('aria-pressed', String(track.enabled))
  if (id === 'mic') show('level', track.enabled)
  else {
    show('mirror', track.enabled)
    setText('preview-note', track.enabled ? '' : texts.cameraOff)
  }
  remember()
}

async function flip(texts: ScriptTexts): Promise<void> {
  if (!stream) return
  facing = facing === 'user' ? 'environment' : 'user'
  // Phones open one camera at a time: the old one must be let go first.
  for (const track of stream.getVideoTracks()) {
    track.stop()
    stream.removeTrack(track)
  }
  try {
    const next = await navigator.mediaDevices.getUserMedia({ video: camera() })
    next.getVideoTracks().forEach((track) => stream?.addTrack(track))
  } catch (error) {
    tell(deviceTrouble(error, navigator.userAgent), texts)
  }
  await showStream(texts)
}

function remember(): void {
  const isOn = (tracks: MediaStreamTrack[] | undefined) => tracks?.[0]?.enabled ?? false
  const choice = { camera: isOn(stream?.getVideoTracks()), microphone: isOn(stream?.getAudioTracks()), facing }
  try {
    sessionStorage.setItem(choiceKey, JSON.stringify(choice))
  } catch {
    // Storage is off: the room asks again.
  }
}

let told: Trouble = 'failed'

function tell(trouble: Trouble, texts: ScriptTexts): void {
  const row = texts.troubles[trouble]
  told = trouble
  // A dark pane without a picture would say nothing; the retry is in the notice.
  show('preview', stream !== null)
  setText('trouble-title', row.title)
  setText('trouble-next', row.next)
  setText('trouble-do', row.button)
  show('trouble-do', row.remedy !== 'secure' || secureUrl() !== null)
  show('trouble')
}

/** This page at the house's https address, where there is one. */
const secureUrl = (): string | null => byId('trouble-do')?.dataset.secure || null

function remedy(texts: ScriptTexts): void {
  const { remedy: how } = texts.troubles[told]
  if (how === 'secure') location.assign(secureUrl()!)
  else if (how === 'browser') void copyLink(texts)
  else void open(texts)
}

async function copyLink(texts: ScriptTexts): Promise<void> {
  const link = location.href.split('?')[0]!
  try {
    await navigator.clipboard.writeText(link)
  } catch {
    const field = document.createElement('input')
    field.value = link
    document.body.append(field)
    field.select()
    document.execCommand('copy')
    field.remove()
  }
  setText('trouble-do', texts.copied)
}
