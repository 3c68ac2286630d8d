import { classNames } from '@parley/ui'
import type { MouseEvent, ReactNode } from 'react'
import { roomAddress } from '@/room-address'
import type { RoomId } from '@parley/protocol'

export interface RoomLinkProps {
  roomId: RoomId
  isCurrent: boolean
  onNavigate: (roomId: RoomId) => void
  /** The press has begun; most presses end in a navigation. */
  onPress?: (roomId: RoomId) => void
  className?: string
  children: ReactNode
}

/** A real link, so that it opens in a new tab like any other; a plain click navigates without a page load. */
export function RoomLink({ roomId, isCurrent, onNavigate, onPress, className, children }: RoomLinkProps) {
  function navigate(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onNavigate(roomId)
  }
  return (
    <a
      href={roomAddress(roomId)}
      onClick={navigate}
      onPointerDown={() => onPress?.(roomId)}
      aria-current={isCurrent ? 'page' : undefined}
      className={classNames(
        'flex h-8 min-w-0 items-center gap-2 rounded-control px-2 text-14 transition-colors hover:bg-hover focus-visible:outline-offset-0 aria-[current=page]:bg-selected aria-[current=page]:text-ink touch:h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-faint',
        className,
      )}
    >
      {children}
    </a>
  )
}
