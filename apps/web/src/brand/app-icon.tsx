import { MARK_LINES } from '@parley/ui'
import { ImageResponse } from 'next/og'

/** The sign as a picture for a home screen, filling its square: what is there rounds the corners itself. */
export function drawAppIcon(sizePx: number): ImageResponse {
  return new ImageResponse(
    <svg viewBox="-5 -5 42 42" width={sizePx} height={sizePx} style={{ background: '#0c6168' }}>
      <path
        d={MARK_LINES}
        fill="none"
        stroke="#f4fbfb"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>,
    { width: sizePx, height: sizePx },
  )
}
