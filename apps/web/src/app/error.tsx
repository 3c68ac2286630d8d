'use client'
import { Button } from '@parley/ui'
import { PageNotice } from '@/brand/page-notice'
import { useNewBuildAfter } from '@/offline/use-new-build'

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  useNewBuildAfter(error)
  return (
    <PageNotice title="This page stopped working">
      <p>What was sent is safe on the servers, and what you were writing is kept on this device.</p>
      <div className="flex gap-2 pt-2">
        <Button kind="primary" onClick={reset}>
          Try again
        </Button>
        <Button onClick={() => window.location.reload()}>Load the page anew</Button>
      </div>
    </PageNotice>
  )
}
