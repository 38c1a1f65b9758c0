// Bots of a room in a process of their own, told over IPC who joins and leaves, so that the server's cost is not theirs and they can
// die together as a machine does. { id, url, token, isSpeaking } joins, { id } alone leaves; each is answered by { id, error }.
import { AudioFrame, AudioSource, LocalAudioTrack, Room, TrackPublishOptions, TrackSource } from '@livekit/rtc-node'

const here = new Map()

async function join({ id, url, token, isSpeaking }) {
  const room = new Room()
  await room.connect(url, token, { autoSubscribe: false, dynacast: false })
  const bot = { room, timer: undefined }
  here.set(id, bot)
  if (!isSpeaking) return
  const source = new AudioSource(48_000, 1)
  const options = new TrackPublishOptions()
  options.source = TrackSource.SOURCE_MICROPHONE
  await room.localParticipant.publishTrack(LocalAudioTrack.createAudioTrack('voice', source), options)
  const tone = new Int16Array(4_800).map((_, at) => 8000 * Math.sin((2 * Math.PI * 500 * at) / 48_000))
  const frame = new AudioFrame(tone, 48_000, 1, 4_800)
  bot.timer = setInterval(() => void source.captureFrame(frame).catch(() => {}), 100)
}

async function leave({ id }) {
  const bot = here.get(id)
  here.delete(id)
  clearInterval(bot?.timer)
  await bot?.room.disconnect()
}

process.on('message', (told) => {
  const work = told.token ? join(told) : leave(told)
  work.then(
    () => process.send({ id: told.id }),
    (error) => process.send({ id: told.id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send({ id: 'ready' })
