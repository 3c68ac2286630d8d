import { Button } from '@parley/ui'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { BrowseList } from '@/parts/parts'
import type { BrowseListProps } from './browse-list'

/** All public rooms that the person is not in. Closed until the person opens it. */
export function Browse({ own, roomId, onNavigate, onJoin }: BrowseListProps) {
  const [isOpen, setOpen] = useState(false)
  const Arrow = isOpen ? ChevronDown : ChevronRight
  return (
    <section aria-labelledby="browse" className="pt-6">
      <h2 id="browse">
        <Button
          kind="quiet"
          size="small"
          aria-expanded={isOpen}
          aria-controls="directory"
          onClick={() => setOpen(!isOpen)}
          className="px-2 text-12 text-faint aria-expanded:bg-transparent aria-expanded:text-muted touch:px-2"
        >
          <Arrow aria-hidden className="size-3.5" />
          Browse rooms
        </Button>
      </h2>
      {isOpen && <BrowseList own={own} roomId={roomId} onNavigate={onNavigate} onJoin={onJoin} />}
    </section>
  )
}
