import type { Room, RoomId } from '@parley/protocol'
import { Button } from '@parley/ui'
import { BrowseItem } from './browse-item'
import { useBrowse } from './use-browse'

export interface BrowseListProps {
  own: readonly Room[]
  roomId: RoomId | null
  onNavigate: (roomId: RoomId) => void
  onJoin: (roomId: RoomId) => void
}

/** All public rooms that the person is not in. */
export function BrowseList({ own, roomId, onNavigate, onJoin }: BrowseListProps) {
  const { search, setSearch, page, failure, showMore } = useBrowse()
  const rooms = page?.rooms.filter(({ id }) => !own.some((room) => room.id === id)) ?? []
  return (
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
            onNavigate={onNavigate}
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
  )
}
