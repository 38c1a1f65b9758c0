// One short chime. The context is made inside a tap, the only moment phones allow it, and kept until we leave.

let context: AudioContext | undefined

export function unlockSound(): void {
  const Context = window.AudioContext ?? (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext
  if (!Context) return
  context ??= new Context()
  void context.resume().catch(() => {})
}

export function ring(): void {
  if (!context) return
  const start = context.currentTime
  for (const [index, hertz] of [659, 880].entries()) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const at = start + index * 0.22
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.25, at + 0.03)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.4)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + 0.45)
  }
}
