// Another person's caret: a bar in the colour of their unit with their name, which folds away when they pause.
import type { PresenceUser } from '@/server/minutes/contract'

/** Milliseconds without a move after which the name folds; it comes back with the next move, on pointing or a tap. */
const foldAfter = 3_000

export function createCaret(user: PresenceUser): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  if (user.kind) caret.dataset.unit = user.kind
  caret.title = user.name
  const label = document.createElement('span')
  label.textContent = user.name
  caret.append(label)
  // A screen reader would read the name in the middle of the sentence at every pass.
  caret.setAttribute('aria-hidden', 'true')
  setTimeout(() => caret.classList.add('is-folded'), foldAfter)
  caret.addEventListener('click', () => caret.classList.toggle('is-folded'))
  return caret
}
