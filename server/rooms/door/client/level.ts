// How loud the microphone hears somebody, in five steps, ten times a second.

const everyMs = 100
/** Speech counts as heard for this long, so that the words beside the bars do not flicker between syllables. */
const holdMs = 3000

export function watchLevel(stream: MediaStream, tell: (level: number, isHeard: boolean) => void): () => void {
  const Context = window.AudioContext ?? (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext
  if (!Context || stream.getAudioTracks().length === 0) return () => {}
  const context = new Context()
  void context.resume().catch(() => {})
  const analyser = context.createAnalyser()
  analyser.fftSize = 512
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Uint8Array(analyser.fftSize)
  let heardAt = -holdMs
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples)
    const level = levelOf(samples)
    const now = performance.now()
    if (level >= 2) heardAt = now
    tell(level, now - heardAt < holdMs)
  }, everyMs)
  return () => {
    clearInterval(timer)
    void context.close().catch(() => {})
  }
}

/** 0 silent … 5 loud, from 8-bit samples around 128, in steps of about 6 dB. */
export function levelOf(samples: Uint8Array): number {
  let sum = 0
  for (const sample of samples) sum += ((sample - 128) / 128) ** 2
  const rms = Math.sqrt(sum / samples.length)
  return [0.008, 0.016, 0.032, 0.064, 0.128].filter((step) => rms >= step).length
}
