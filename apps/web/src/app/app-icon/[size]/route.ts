import { drawAppIcon } from '@/brand/app-icon'
import { APP_ICON_SIZES } from '@/brand/app-icon-sizes'

// Drawn when the site is built: no image file has to be kept in step with the logo.
export const dynamic = 'force-static'
export const dynamicParams = false

export function generateStaticParams() {
  return APP_ICON_SIZES.map((size) => ({ size: String(size) }))
}

export async function GET(_request: Request, { params }: RouteContext<'/app-icon/[size]'>) {
  return drawAppIcon(Number((await params).size))
}
