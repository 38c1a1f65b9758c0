'use client'

// While the answer to a form is on its way the form is read, not written: React makes its fields anew when the answer comes, and
// what was changed meanwhile would be gone. Nothing is `disabled` for that: it would throw the focus away. Nor is it sent twice.
import { createContext, useContext, type KeyboardEvent, type SyntheticEvent } from 'react'
import { useFormStatus } from 'react-dom'

/** For forms that send by their own hand, of which React knows nothing: true while they wait. */
export const WaitingContext = createContext(false)

const usePending = () => {
  const { pending } = useFormStatus()
  return useContext(WaitingContext) || pending
}

/** A field that is typed in: it can be copied from. */
export function useWaiting(readOnly = false) {
  const pending = usePending()
  return { readOnly: readOnly || pending, 'data-waits': pending || undefined }
}

const stop = (event: SyntheticEvent) => event.preventDefault()
/** Letters choose in a list, arrows and the space bar everywhere; Tab, and what the browser itself is told, go on. */
const stopChange = (event: KeyboardEvent) => {
  const { key, ctrlKey, metaKey } = event
  if (key.length === 1 ? !ctrlKey && !metaKey : /^(Arrow|Home|End|Page|Enter|Delete|Backspace)/.test(key)) stop(event)
}

/** A list, a tick or a file, which know no read-only: a press changes nothing. Spread after the control's own handlers. */
export function useHeld() {
  const pending = usePending()
  if (!pending) return null
  return {
    'data-waits': true,
    'aria-disabled': true,
    onClick: stop,
    onMouseDown: stop,
    onKeyDown: stopChange,
    onDrop: stop,
  } as const
}

/** Whether a button that would send the form must not: also the one that Enter in a field presses. */
export function useSent(type: string | undefined): boolean {
  const pending = usePending()
  return pending && type === 'submit'
}
