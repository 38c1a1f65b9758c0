'use client'

import { ErrorBoundaryView } from '@/components/shell/error-boundary-view'

/** Inside the frame, so that the way on stays in reach. */
export default function HubErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorBoundaryView error={error} retry={reset} />
}
