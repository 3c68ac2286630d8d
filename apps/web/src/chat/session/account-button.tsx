import type { Person } from '@parley/protocol'
import { Avatar, Name } from '@parley/ui'
import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { initialsOf } from '../members/initials'
import { isolate } from '../members/isolate'
import { hueOf } from '../members/person-hue'

/** Opens the account's menu; the menu passes its own attributes. */
export function AccountButton({ person, ...rest }: ComponentProps<'button'> & { person: Person }) {
  return (
    <button
      type="button"
      aria-label={`${isolate(person.name)}: theme and account`}
      className="flex w-full min-w-0 items-center gap-2 rounded-control p-2 text-start transition-colors hover:bg-hover aria-expanded:bg-hover"
      {...rest}
    >
      <Avatar size="small" initials={initialsOf(person.name)} hue={hueOf(person.id)} />
      <span className="grid min-w-0 flex-1">
        <Name className="text-13 font-medium">{person.name}</Name>
        {person.isGuest && <span className="text-12 text-faint">Guest</span>}
      </span>
      <ChevronsUpDown aria-hidden className="size-4 text-faint" />
    </button>
  )
}
