import { PageNotice } from '@/brand/page-notice'
import { joinAddress } from '@/room-address'

/** Shown in the other tabs after a sign-out: nothing of that person stays on the screen. */
export function SignedOut() {
  return (
    <PageNotice title="You signed out in another tab">
      <p>Nothing that you wrote is kept on this device.</p>
      {/* A full page load: nothing of this person stays, not even in memory. */}
      <a href={joinAddress(window.location.search)}>Join again</a>
    </PageNotice>
  )
}
