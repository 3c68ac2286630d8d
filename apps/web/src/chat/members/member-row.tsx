import { useParley } from '@parley/client/react'
import { mayDo, outranks, type Member, type Result, type Room } from '@parley/protocol'
import { Avatar, IconButton, Name } from '@parley/ui'
import { MessageCircle, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { navigateTo } from '../rooms/navigate'
import { initialsOf } from './initials'
import { isolate } from './isolate'
import { hueOf } from './person-hue'

export interface MemberRowProps {
  member: Member
  room: Room
  tag: string | undefined
  isMe: boolean
  onChanged: () => void
}

/** One person of the room, and what one may do with them. */
export function MemberRow({ member, room, tag, isMe, onChanged }: MemberRowProps) {
  const parley = useParley()
  const [problem, setProblem] = useState('')
  const { id, name, role, isGuest } = member
  const mayRemove = !isMe && room.role && mayDo('remove-member', room) && outranks(room.role, role)

  async function run<T>(work: Promise<Result<T>>, then: (value: T) => void) {
    const done = await work
    if (done.ok) then(done.value)
    setProblem(done.ok ? '' : done.failure.say)
  }

  return (
    <li className="group px-2">
      <div className="flex h-10 min-w-0 items-center gap-3 touch:h-11">
        <Avatar size="small" initials={initialsOf(name)} hue={hueOf(id)} />
        <Name tag={tag}>{name}</Name>
        {isMe && <span className="text-12 text-faint">you</span>}
        <span className="ms-auto text-12 text-faint">
          {[role !== 'member' && role, isGuest && 'guest'].filter(Boolean).join(' · ')}
        </span>
        {!isMe && room.kind !== 'direct' && (
          <IconButton
            label={`Message ${isolate(name)}`}
            icon={<MessageCircle aria-hidden />}
            onClick={() => void run(parley.openDirect([id]), (direct) => navigateTo(direct.id))}
            className="-mx-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
          />
        )}
        {mayRemove && (
          <IconButton
            label={`Remove ${isolate(name)}`}
            icon={<UserMinus aria-hidden />}
            onClick={() => void run(parley.removeMember(room.id, id), onChanged)}
            className="-mx-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
          />
        )}
      </div>
      {problem && (
        <p role="alert" className="pb-2 text-13 text-danger">
          {problem}
        </p>
      )}
    </li>
  )
}
