import type { Failure } from '@parley/protocol'
import { Button } from '@parley/ui'
import { PageNotice } from '@/brand/page-notice'
import { useWake } from '../connection/use-wake'

export function SessionFailed({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  useWake({ onWake: onRetry, onNetwork: onRetry })
  return (
    <PageNotice title="Parley cannot be reached">
      <p>{failure.say}</p>
      <p>Your drafts are kept on this device.</p>
      <Button kind="primary" onClick={onRetry} className="mt-2 w-fit">
        Try again
      </Button>
    </PageNotice>
  )
}
