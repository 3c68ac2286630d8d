import { PageNotice } from '@/brand/page-notice'
import { joinAddress } from '@/room-address'

/** In the other tabs of whoever signed out: nothing of that person stays on the screen. */
export function SignedOut() {
  return (
    <PageNotice title="You signed out in another tab">
      <p>Nothing that you wrote is kept on this device.</p>
      {/* A whole new page: nothing of this person stays, not even in memory. */}
      <a href={joinAddress(window.location.search)}>Join again</a>
    </PageNotice>
  )
}
