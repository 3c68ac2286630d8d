import type { Room } from '@parley/protocol'
import { Button } from '@parley/ui'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { BrowseItem } from './browse-item'
import { useBrowse } from './use-browse'

export interface BrowseProps {
  own: readonly Room[]
  roomId: string | null
  onWalk: (roomId: string) => void
  onJoin: (roomId: string) => void
}

/** All public rooms that one is not in. Closed until somebody looks for one. */
export function Browse({ own, roomId, onWalk, onJoin }: BrowseProps) {
  const { isOpen, toggle, search, setSearch, page, failure, showMore } = useBrowse()
  const rooms = page?.rooms.filter(({ id }) => !own.some((room) => room.id === id)) ?? []
  const Arrow = isOpen ? ChevronDown : ChevronRight
  return (
    <section aria-labelledby="browse" className="pt-6">
      <h2 id="browse">
        <Button
          kind="quiet"
          size="small"
          aria-expanded={isOpen}
          aria-controls="directory"
          onClick={toggle}
          className="px-2 text-12 text-faint aria-expanded:bg-transparent aria-expanded:text-muted touch:px-2"
        >
          <Arrow aria-hidden className="size-3.5" />
          Browse rooms
        </Button>
      </h2>
      {isOpen && (
        <div id="directory" className="flex flex-col gap-1 pt-1">
          <input
            type="search"
            aria-label="Search rooms"
            placeholder="Search rooms"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            autoComplete="off"
            dir="auto"
            className="mx-2 h-8 min-w-0 rounded-control border border-line-strong bg-raised px-2 text-13 [&::-webkit-search-cancel-button]:grayscale placeholder:text-faint focus-visible:border-accent focus-visible:outline-offset-0 touch:h-11"
          />
          <ul>
            {rooms.map((room) => (
              <BrowseItem
                key={room.id}
                room={room}
                isCurrent={room.id === roomId}
                onWalk={onWalk}
                onJoin={onJoin}
              />
            ))}
          </ul>
          {failure && <p className="px-2 text-13 text-muted">{failure.say}</p>}
          {page && rooms.length === 0 && !failure && (
            <p className="px-2 text-13 text-faint">
              {search ? 'No room has that name.' : 'There are no other rooms.'}
            </p>
          )}
          {page?.more && (
            <Button kind="link" size="inline" onClick={showMore} className="mx-2 self-start touch:mx-0">
              Show more
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
