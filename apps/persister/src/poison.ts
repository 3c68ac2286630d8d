import { isDataError } from '@parley/database'
import type { Stretch } from './batch'

/** Stores a stretch; with `refused`, its one record goes to the dead letters with that reason. */
export type Store = (stretch: Stretch, refused?: string) => Promise<void>

/**
 * Stores a stretch in which PostgreSQL may refuse something for ever: halves find the record, and alone it becomes a
 * dead letter. Only data errors do that; what is transient never gets here, `store` waits it out.
 */
export async function storeAroundPoison(stretch: Stretch, store: Store): Promise<void> {
  try {
    await store(stretch)
  } catch (cause) {
    if (!isDataError(cause)) throw cause
    if (stretch.records.length === 1) return store(stretch, String(cause))
    for (const half of halve(stretch)) await storeAroundPoison(half, store)
  }
}

export function halve(stretch: Stretch): [Stretch, Stretch] {
  const { records } = stretch
  const middle = records[Math.ceil(records.length / 2)]!.offset
  return [
    { ...stretch, next: middle, records: records.filter(({ offset }) => offset < middle) },
    { ...stretch, from: middle, records: records.filter(({ offset }) => offset >= middle) },
  ]
}
