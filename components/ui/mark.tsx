import type { ReactNode } from 'react'

/** Five seats round a sheet, the near side open. Decoration: the name stands beside it. Never red, never a stamp. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M11.5 11.5h9v13h-9zM13.5 14.5v1.2h5v-1.2zM13.5 17.5v1.2h5v-1.2z"
      />
      <path fill="var(--unit-government)" d="M10.66 4.71A13.4 13.4 0 0 1 21.34 4.71L19.59 8.75A9 9 0 0 0 12.41 8.75z" />
      <path fill="var(--unit-department)" d="M2.69 15.48A13.4 13.4 0 0 1 8.03 6.23L10.65 9.77A9 9 0 0 0 7.06 15.98z" />
      <path fill="var(--unit-school)" d="M23.97 6.23A13.4 13.4 0 0 1 29.31 15.48L24.94 15.98A9 9 0 0 0 21.35 9.77z" />
      <path fill="var(--unit-family)" d="M8.03 27.77A13.4 13.4 0 0 1 2.69 18.52L7.06 18.02A9 9 0 0 0 10.65 24.23z" />
      <path
        fill="var(--unit-society)"
        d="M29.31 18.52A13.4 13.4 0 0 1 23.97 27.77L21.35 24.23A9 9 0 0 0 24.94 18.02z"
      />
    </svg>
  )
}

export function Brand({ name, big }: { name: ReactNode; big?: boolean }) {
  return (
    <span className={big ? 'brand brand-big' : 'brand'}>
      <Mark />
      {name}
    </span>
  )
}
