'use client'

import { useRef, useSyncExternalStore, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import './paper.css'

/** Of the page this is in; null on the server. A frame's own rules are let in by it, or not at all. */
const readNonce = () => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
const never = () => () => {}

/** A whole document in a frame of its own, so that its page rules are those of the paper and not of this page. */
export function PrintFrame({ html, title, children }: { html: string; title: string; children: ReactNode }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const nonce = useSyncExternalStore(never, readNonce, () => null)
  return (
    <>
      <Button icon="print" tone="primary" onClick={() => frame.current?.contentWindow?.print()}>
        {children}
      </Button>
      {/* Nothing in it may run: it is only looked at and printed. */}
      <iframe
        ref={frame}
        className="paper-frame"
        title={title}
        srcDoc={nonce === null ? undefined : html.replace('<style>', `<style nonce="${nonce}">`)}
        sandbox="allow-same-origin allow-modals"
      />
    </>
  )
}
