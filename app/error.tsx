'use client'

import { ErrorBoundaryView } from '@/components/shell/error-boundary-view'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" tabIndex={-1}>
      <ErrorBoundaryView error={error} retry={reset} />
    </main>
  )
}
