import { useParley } from '@parley/client/react'
import { LOBBY_ID, type PersonId, type Room } from '@parley/protocol'
import { Avatar, Button, Name } from '@parley/ui'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { initialsOf } from './initials'
import { isolate } from './isolate'
import { hueOf } from './person-hue'
import { useMembers } from './use-members'

export interface AddMembersProps {
  room: Room
  isIn: (personId: PersonId) => boolean
  onAdded: () => void
}

/** For the leaders of a private room: everybody is in the lobby, so its members are the people to choose from. */
export function AddMembers({ room, isIn, onAdded }: AddMembersProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="pb-2">
      <Button
        kind="quiet"
        size="small"
        aria-expanded={isOpen}
        aria-controls="add-members"
        onClick={() => setOpen(!isOpen)}
        className="px-2 text-13"
      >
        <UserPlus aria-hidden className="size-4" />
        Add people
      </Button>
      {isOpen && <Choice room={room} isIn={isIn} onAdded={onAdded} />}
    </div>
  )
}

function Choice({ room, isIn, onAdded }: AddMembersProps) {
  const parley = useParley()
  const { page, failure, reload, showMore } = useMembers(LOBBY_ID, 0)
  const [wanted, setWanted] = useState('')
  const [problem, setProblem] = useState('')
  const asked = wanted.trim().toLocaleLowerCase()
  const found = page?.members.filter(({ id, name }) => !isIn(id) && name.toLocaleLowerCase().includes(asked))

  async function add(personId: PersonId) {
    const added = await parley.addMember(room.id, personId)
    setProblem(added.ok ? '' : added.failure.say)
    if (added.ok) onAdded()
  }

  return (
    <div id="add-members" className="mt-1 grid gap-1 rounded-control border border-line p-2">
      <input
        type="search"
        aria-label="Find a person"
        placeholder="Find a person"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
        autoFocus
        autoComplete="off"
        dir="auto"
        className="h-8 min-w-0 rounded-control border border-line-strong bg-raised px-2 text-13 [&::-webkit-search-cancel-button]:grayscale placeholder:text-faint focus-visible:border-accent focus-visible:outline-offset-0 touch:h-11"
      />
      <ul className="max-h-60 overflow-y-auto">
        {found?.map(({ id, name, isGuest }) => (
          <li key={id} className="flex h-10 min-w-0 items-center gap-3 touch:h-11">
            <Avatar size="small" initials={initialsOf(name)} hue={hueOf(id)} />
            <Name className="flex-1" isGuest={isGuest}>
              {name}
            </Name>
            <Button
              kind="link"
              size="inline"
              aria-label={`Add ${isolate(name)}`}
              onClick={() => void add(id)}
            >
              Add
            </Button>
          </li>
        ))}
      </ul>
      {found?.length === 0 && <p className="text-13 text-faint">Nobody of that name.</p>}
      {page?.more && (
        <Button kind="link" size="inline" onClick={showMore} className="justify-self-start">
          Show more people
        </Button>
      )}
      {(problem || failure) && (
        <p role="alert" className="text-13 text-danger">
          {problem || failure?.say}{' '}
          {failure && (
            <Button kind="link" size="inline" onClick={reload}>
              Try again
            </Button>
          )}
        </p>
      )}
    </div>
  )
}
