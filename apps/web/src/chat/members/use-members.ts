import type { MemberPage } from '@parley/client'
import { useParley, usePeople } from '@parley/client/react'
import type { Result, RoomId } from '@parley/protocol'
import { useEffect, useState } from 'react'

/** The members of a room, page by page; from the first one again when their number changes. */
export function useMembers(roomId: RoomId, memberCount: number) {
  const parley = useParley()
  const people = usePeople()
  const [answer, setAnswer] = useState<Result<MemberPage> | null>(null)
  const [attempt, setAttempt] = useState(0)

  useEffect(() => {
    let isWanted = true
    void parley.members(roomId).then((result) => {
      if (isWanted) setAnswer(result)
    })
    return () => {
      isWanted = false
    }
  }, [parley, roomId, memberCount, attempt])

  async function showMore() {
    const last = answer?.ok ? answer.value.members.at(-1) : undefined
    if (!last) return
    const next = await parley.members(roomId, last.id)
    // Not if the first page was loaded again meanwhile.
    setAnswer((now) => (now === answer && next.ok ? { ok: true, value: append(now, next.value) } : now))
  }

  const page = answer?.ok ? answer.value : null
  return {
    page: page && {
      ...page,
      members: page.members.map((member) => ({ ...member, ...people[member.id] })),
    },
    failure: answer && !answer.ok ? answer.failure : null,
    reload: () => setAttempt(attempt + 1),
    showMore: () => void showMore(),
  }
}

function append(shown: Result<MemberPage> | null, next: MemberPage): MemberPage {
  const before = shown?.ok ? shown.value.members : []
  const known = new Set(before.map(({ id }) => id))
  return { ...next, members: [...before, ...next.members.filter(({ id }) => !known.has(id))] }
}
