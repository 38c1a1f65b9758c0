'use client'

import { useSyncExternalStore } from 'react'

/** False in the page that the server painted and until scripts run. */
export const useIsReady = () =>
  useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
