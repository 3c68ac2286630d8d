import type { MetadataRoute } from 'next'
import { APP_ICON_SIZES } from '@/brand/app-icon-sizes'

/** Lets browsers install the page as an app on a home screen or in a dock. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Parley',
    short_name: 'Parley',
    description: 'A place to talk, where what you saw as sent is never lost.',
    id: '/',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    // One colour for both themes: it shows for a moment at the start.
    background_color: '#0c6168',
    theme_color: '#0c6168',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      ...APP_ICON_SIZES.map((size) => ({
        src: `/app-icon/${size}`,
        sizes: `${size}x${size}`,
        type: 'image/png',
        purpose: 'maskable' as const,
      })),
      ...APP_ICON_SIZES.map((size) => ({
        src: `/app-icon/${size}`,
        sizes: `${size}x${size}`,
        type: 'image/png',
      })),
    ],
  }
}
