'use client'
import { Button } from '@parley/ui'
import { PageNotice } from '@/brand/page-notice'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
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
