import { PageNotice } from '@/brand/page-notice'
import { joinAddress } from '@/room-address'

const TITLES = { tab: 'You signed out in another tab', device: 'You were signed out' }

/** After a sign-out in another tab or from another device nothing of the person stays on the screen. */
export function SignedOut({ where }: { where: 'tab' | 'device' }) {
  return (
    <PageNotice title={TITLES[where]}>
      <p>
        {where === 'tab'
          ? 'Nothing that you wrote is kept on this device.'
          : 'What you have not sent yet waits here for you.'}
      </p>
      {/* A whole new page: nothing of this person stays, not even in memory. */}
      <a href={joinAddress(window.location.search)}>Join again</a>
    </PageNotice>
  )
}
