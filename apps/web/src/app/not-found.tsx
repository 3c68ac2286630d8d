import Link from 'next/link'
import { PageNotice } from '@/brand/page-notice'

export const metadata = { title: 'Nothing here · Parley' }

export default function NotFound() {
  return (
    <PageNotice title="There is nothing at this address">
      <p>The link may be old, or a letter got lost. Your rooms are where they were.</p>
      <Link href="/">Go to Parley</Link>
    </PageNotice>
  )
}
