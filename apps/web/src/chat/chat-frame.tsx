import { classNames } from '@parley/ui'
import type { ReactNode } from 'react'

export interface ChatFrameProps {
  /** The column that a narrow screen shows. */
  shows: 'rooms' | 'room'
  rooms: ReactNode
  room: ReactNode
  children?: ReactNode
}

/** The columns of the chat; below 720 px one at a time. */
export function ChatFrame({ shows, rooms, room, children }: ChatFrameProps) {
  return (
    <div className="grid h-dvh grid-cols-1 overflow-hidden bg-canvas ps-[env(safe-area-inset-left)] pe-[env(safe-area-inset-right)] pair:grid-cols-[16.5rem_1fr]">
      <a
        href="#room"
        className={classNames(
          'absolute start-4 top-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 text-14 font-medium text-on-accent focus:translate-y-0 pair:block',
          shows === 'rooms' && 'hidden',
        )}
      >
        Skip to the room
      </a>
      <nav
        aria-label="Rooms"
        className={classNames('min-h-0 min-w-0 pair:block', shows === 'room' && 'hidden')}
      >
        {rooms}
      </nav>
      <main
        id="room"
        tabIndex={-1}
        className={classNames(
          'relative min-h-0 min-w-0 border-line bg-surface outline-none pair:block pair:border-s',
          shows === 'rooms' && 'hidden',
        )}
      >
        {room}
      </main>
      {children}
    </div>
  )
}
