import { ErrorView } from '@/components/shell/error-view'

/** Inside the frame, which is there already: a second one would bring a second main, and its foot below the phone's bar. */
export default function HubNotFound() {
  return <ErrorView code="not_found" />
}
