'use client'
import { PageNotice } from '@/brand/page-notice'
import './globals.css'

// Replaces the layout itself, so it has its own html.
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <title>Parley</title>
        <PageNotice title="Parley could not start">
          <p>What was sent is safe on the servers. Load the page again in a moment.</p>
          {/* A plain link: the router itself may be broken. */}
          <a href="">Load it again</a>
        </PageNotice>
      </body>
    </html>
  )
}
