// A QR code as one SVG path, drawn by us: no image request, no script, sharp on paper.
import QRCode from 'qrcode'

export type QrDrawing = { size: number; path: string }

export function drawQr(text: string): QrDrawing {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x} ${y}h1v1h-1z`
  }
  return { size: modules.size, path }
}
