/** Black on white in both themes: a camera reads nothing else. The four modules of margin belong to the code. */
export function Qr({ size, path, label }: { size: number; path: string; label: string }) {
  const whole = size + 8
  return (
    <svg className="qr" viewBox={`-4 -4 ${whole} ${whole}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={`M-4 -4h${whole}v${whole}h-${whole}z`} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
