import { drawAppIcon } from '@/brand/app-icon'
import { APP_ICON_SIZES } from '@/brand/app-icon-sizes'

// Drawn when the site is built: no picture has to be kept beside the sign it shows.
export const dynamic = 'force-static'
export const dynamicParams = false

export function generateStaticParams() {
  return APP_ICON_SIZES.map((size) => ({ size: String(size) }))
}

export async function GET(_request: Request, { params }: RouteContext<'/app-icon/[size]'>) {
  return drawAppIcon(Number((await params).size))
}
