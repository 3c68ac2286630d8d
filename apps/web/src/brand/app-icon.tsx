import { MARK_LINES } from '@parley/ui'
import { ImageResponse } from 'next/og'

/** The logo as an image for a home screen. It fills its square: the system rounds the corners itself. */
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
