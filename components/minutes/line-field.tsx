'use client'

import { useState, type ComponentProps } from 'react'

type Props = {
  label: string
  value: string
  onText: (text: string) => void
  /** Grows with its words; Enter is left to whoever is composing. */
  multiline?: boolean
} & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'>

/**
 * A native input over a shared value. While somebody composes pinyin the half-typed letters stay here: written to the
 * document they would be put before everybody's eyes, and a change coming back would end the composition.
 */
export function LineField({ label, value, onText, multiline, className, ...rest }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  const wiring = {
    'aria-label': label,
    className: `rec-field ${className ?? ''}`,
    value: draft ?? value,
    maxLength: rest.maxLength,
    placeholder: rest.placeholder,
    onCompositionStart: () => setDraft(draft ?? value),
    onCompositionEnd: (event: { currentTarget: { value: string } }) => {
      onText(event.currentTarget.value)
      setDraft(null)
    },
    onChange: (event: { target: { value: string } }) => {
      if (draft === null) onText(event.target.value)
      else setDraft(event.target.value)
    },
    onBlur: () => {
      if (draft !== null && draft !== value) onText(draft)
      setDraft(null)
    },
  }
  if (!multiline) return <input type="text" autoComplete="off" {...wiring} />
  return (
    <span className="rec-grow" data-text={draft ?? value}>
      <textarea
        rows={1}
        {...wiring}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.keyCode !== 229) event.preventDefault()
        }}
      />
    </span>
  )
}
