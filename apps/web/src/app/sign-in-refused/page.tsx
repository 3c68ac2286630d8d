import { PageNotice } from '@/brand/page-notice'
import { joinAddress } from '@/room-address'

/** The provider of OpenID Connect confirmed nobody. */
export default function Page() {
  return (
    <PageNotice title="You are not signed in">
      <p>The sign-in did not work. Try again, or ask whoever runs this Parley.</p>
      {/* A whole new page: a guest's session goes on. */}
      <a href={joinAddress('')}>Back to Parley</a>
    </PageNotice>
  )
}
