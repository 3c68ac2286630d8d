import type { MemberPage } from '@parley/client'
import { useParley } from '@parley/client/react'
import type { Result } from '@parley/protocol'
import { useEffect, useState } from 'react'

/** The members of a room, asked again when their number changes. */
export function useMembers(roomId: string, memberCount: number) {
  const parley = useParley()
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

  return {
    page: answer?.ok ? answer.value : null,
    failure: answer && !answer.ok ? answer.failure : null,
    reload: () => setAttempt(attempt + 1),
  }
}
