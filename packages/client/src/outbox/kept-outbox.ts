// The store's entries, and the news of this person's other pages. Writes go one after the other; a read during one of our
// writes is outdated, and repeated.
import type { PersonId, SequencedEvent } from '@parley/protocol'
import {
  readEntry,
  type OutboxEntry,
  type OutboxNews,
  type OutboxStore,
  type StoredEntry,
} from './outbox-store'

export interface KeptOutbox {
  put: (entry: OutboxEntry) => void
  remove: (id: string) => void
  /** Resolves when it is done, or cannot be done. */
  clear: () => Promise<void>
  /** Tells the other pages that this one is acknowledged. */
  tellSent: (sent: SequencedEvent) => void
  /**
   * Calls `onRead` with all stored entries, including every write of ours; resolves then, or when the store cannot be
   * read.
   */
  reread: () => Promise<void>
  /** Resolves when all writes so far are stored, or cannot be. */
  whenWritten: () => Promise<unknown>
  /** Sets the owner of the entries; `null` ends it. */
  use: (personId: PersonId | null) => void
}

export function createKeptOutbox({
  store,
  onRead,
  onSent,
  onLasting,
}: {
  store: OutboxStore
  onRead: (entries: readonly StoredEntry[]) => void
  /** Another page got the acknowledgement of this one. */
  onSent: (sent: SequencedEvent) => void
  onLasting: (isLasting: boolean) => void
}): KeptOutbox {
  let owner: string | null = null
  let stored: Promise<unknown> = Promise.resolve()
  let writes = 0
  let reading: Promise<void> | null = null
  let isStale = false
  let unlisten = () => {}

  // A failing store only costs the entries that a later start would have found.
  function keep(act: (personId: PersonId) => Promise<void>): Promise<unknown> {
    const personId = owner
    if (personId === null) return stored
    writes++
    stored = stored
      .then(() => act(personId))
      .catch(() => undefined)
      .then(() => {
        onLasting(store.isLasting?.() ?? false)
        store.sharing?.tell(personId, { kind: 'changed' })
      })
    return stored
  }

  async function read(): Promise<readonly StoredEntry[] | null> {
    const personId = owner
    for (;;) {
      await stored
      const before = writes
      if (personId === null || owner !== personId) return null
      const entries = await store.load(personId).catch(() => null)
      if (owner !== personId) return null
      onLasting(store.isLasting?.() ?? false)
      if (writes === before) return entries && entries.map(readEntry)
    }
  }

  function reread(): Promise<void> {
    isStale = true
    reading ??= readAll().finally(() => (reading = null))
    return reading
  }

  async function readAll(): Promise<void> {
    while (isStale) {
      isStale = false
      const entries = await read()
      if (entries) onRead(entries)
    }
  }

  function hear(news: OutboxNews): void {
    if (news.kind === 'sent') onSent(news.sent)
    else void reread()
  }

  function use(personId: PersonId | null): void {
    unlisten()
    owner = personId
    unlisten = (personId !== null && store.sharing?.listen(personId, hear)) || (() => {})
  }

  return {
    put: (entry) => void keep((personId) => store.put(personId, entry)),
    remove: (id) => void keep((personId) => store.remove(personId, id)),
    clear: async () => void (await keep((personId) => store.clear(personId))),
    tellSent: (sent) => (owner === null ? undefined : store.sharing?.tell(owner, { kind: 'sent', sent })),
    reread,
    whenWritten: () => stored,
    use,
  }
}
