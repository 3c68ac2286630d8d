import type { OutboxStore } from '@parley/client'
import type { Failure } from '@parley/protocol'

/** Tells how what is in the store ends, refused or done: of a change no page shows it. */
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
