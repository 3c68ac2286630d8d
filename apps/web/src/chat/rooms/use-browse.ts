import type { RoomPage } from '@parley/client'
import { useDirectoryVersion, useParley } from '@parley/client/react'
import type { Result } from '@parley/protocol'
import { useEffect, useState } from 'react'

/** The rooms are loaded after a pause in typing this long. Milliseconds. */
const TYPED_MS = 200

/** The rooms that the person is not in, page by page; from the first one again when a room is created. */
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
    // Not if the first page was loaded again meanwhile.
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
