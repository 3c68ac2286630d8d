import type { OutboxStore } from '@parley/client'
import type { Failure } from '@parley/protocol'

/** Reports how entries of the store end, refused or done: no page shows that for a change. */
export function watchOutbox(
  store: OutboxStore,
  onEnd: (id: string, failure: Failure | null) => void,
): OutboxStore {
  return {
    ...store,
    async put(personId, entry) {
      await store.put(personId, entry)
      if (entry.failure) onEnd(entry.id, entry.failure)
    },
    async remove(personId, id) {
      await store.remove(personId, id)
      onEnd(id, null)
    },
  }
}
