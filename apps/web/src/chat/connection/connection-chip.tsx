import { classNames } from '@parley/ui'
import type { ConnectionView } from './connection-view'

/** A dot and a word: the connected server. The notice above the composer explains problems. */
export function ConnectionChip({ view }: { view: ConnectionView }) {
  switch (view.kind) {
    case 'online':
      return (
        <span
          data-connection="online"
          data-server-id={view.serverId}
          title={`connected to server ${view.serverId}`}
          className={chip}
        >
          <Dot className="bg-presence" />
          <span className="sr-only">connected to </span>server {view.serverId}
        </span>
      )
    case 'settling':
      return (
        <span data-connection="settling" className={classNames(chip, 'animate-late')}>
          <Dot className="border-[1.5px] border-faint" />
          connecting
        </span>
      )
    case 'offline':
      return (
        <span data-connection="offline" className={classNames(chip, 'text-warning')}>
          <Dot className="border-[1.5px] border-warning" />
          offline
        </span>
      )
    case 'trying':
    case 'waiting':
      return (
        <span data-connection="lost" className={classNames(chip, 'text-warning')}>
          <Dot className="border-[1.5px] border-warning" />
          reconnecting
        </span>
      )
    case 'refused':
      return (
        <span data-connection="refused" className={classNames(chip, 'text-danger')}>
          <Dot className="border-[1.5px] border-danger" />
          not connected
        </span>
      )
  }
}

const chip =
  'inline-flex h-6 shrink-0 items-center gap-[0.375rem] rounded-full px-2 text-12 whitespace-pre text-muted'

function Dot({ className }: { className: string }) {
  return <span aria-hidden className={classNames('size-2 rounded-full', className)} />
}
