import type { MessageState } from '@parley/client'
import { Check, CircleAlert, Clock } from 'lucide-react'
import type { ReactNode } from 'react'

/** The state of an own message, at the end of its text. */
export function SendState({ state, seq }: { state: MessageState; seq: number | null }) {
  switch (state.kind) {
    case 'queued':
      return <Sign label="waits to be sent" icon={<Clock aria-hidden />} />
    case 'sending':
      return <Sign label="sending" icon={<Clock aria-hidden />} />
    case 'sent':
      return (
        <Sign
          label="sent"
          detail={`Sent and kept, as number ${seq ?? '?'} of this room`}
          icon={<Check aria-hidden />}
        />
      )
    case 'failed':
      return (
        <span className="text-danger">
          <Sign label="not sent" icon={<CircleAlert aria-hidden />} />
        </span>
      )
  }
}

function Sign({ label, detail = label, icon }: { label: string; detail?: string; icon: ReactNode }) {
  return (
    <span
      role="img"
      aria-label={label}
      title={detail}
      className="ms-2 inline-block align-[-0.125em] text-faint in-[.text-danger]:text-danger [&_svg]:size-3.5"
    >
      {icon}
    </span>
  )
}
