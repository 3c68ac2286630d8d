import type { RoomPage } from '@parley/client'
import { useDirectoryVersion, useParley } from '@parley/client/react'
import type { Result } from '@parley/protocol'
import { useEffect, useState } from 'react'

/** A pause in typing: then the rooms are asked for. */
const TYPED_MS = 200

/** The rooms that one is not in, page by page; from the first one again when somebody creates a room. */
export function useBrowse() {
  const parley = useParley()
  const version = useDirectoryVersion()
  const [search, setSearch] = useState('')
  const [answer, setAnswer] = useState<Result<RoomPage> | null>(null)

  useEffect(() => {
    let isWanted = true
    const timer = setTimeout(
      () => void parley.browseRooms({ search }).then((result) => isWanted && setAnswer(result)),
      search === '' ? 0 : TYPED_MS,
    )
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [parley, search, version])

  async function showMore() {
    const shown = answer?.ok ? answer.value : null
    const last = shown?.rooms.at(-1)
    if (!shown || !last) return
    const next = await parley.browseRooms({ search, after: last.id })
    if (!next.ok) return
    const value = { ...next.value, rooms: [...shown.rooms, ...next.value.rooms] }
    // Not where the first page came anew meanwhile.
    setAnswer((now) => (now === answer ? { ok: true, value } : now))
  }

  return {
    search,
    setSearch,
    page: answer?.ok ? answer.value : null,
    failure: answer && !answer.ok ? answer.failure : null,
    showMore: () => void showMore(),
  }
}
