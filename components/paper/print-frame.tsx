'use client'

import { useRef, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import './paper.css'

/** A whole document in a frame of its own, so that its page rules are those of the paper and not of this page. */
export function PrintFrame({ html, title, children }: { html: string; title: string; children: ReactNode }) {
  const frame = useRef<HTMLIFrameElement>(null)
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
        srcDoc={html}
        sandbox="allow-same-origin allow-modals"
      />
    </>
  )
}
