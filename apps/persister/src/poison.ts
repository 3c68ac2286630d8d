import { isDataError } from '@parley/database'
import type { Stretch } from './batch'

type Offset = { offset: number }
/** Stores a stretch; with `refused`, its one record goes to the dead letters with that reason. */
export type Store<R extends Offset> = (stretch: Stretch<R>, refused?: string) => Promise<void>

/**
 * Stores a stretch in which PostgreSQL may refuse something for ever: halves find the record, and alone it becomes a
 * dead letter. Only data errors do that; what is transient never gets here, `store` waits it out.
 */
export async function storeAroundPoison<R extends Offset>(
  stretch: Stretch<R>,
  store: Store<R>,
): Promise<void> {
  try {
    await store(stretch)
  } catch (cause) {
    if (!isDataError(cause)) throw cause
    if (stretch.records.length === 1) return store(stretch, String(cause))
    for (const half of halve(stretch)) await storeAroundPoison(half, store)
  }
}

function halve<R extends Offset>(stretch: Stretch<R>): [Stretch<R>, Stretch<R>] {
  const { records } = stretch
  const middle = records[Math.ceil(records.length / 2)]!.offset
  return [
    { ...stretch, next: middle, records: records.filter(({ offset }) => offset < middle) },
    { ...stretch, from: middle, records: records.filter(({ offset }) => offset >= middle) },
  ]
}
