import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { SequencedEvent } from '@parley/protocol'
import { expect } from 'vitest'

let partition = 100

/** Stores events as a persister does; then Redis forgets them. */
export async function storeAndForget(
  { database }: { database: Pick<Database, 'events' | 'offsets'> },
  delivery: Pick<Delivery, 'trim' | 'find'>,
  roomId: string,
  events: SequencedEvent[],
) {
  const { fencingToken } = await database.offsets.takeOver(++partition)
  const batch = { partition, fencingToken, baseOffset: 0, nextOffset: events.length, events, deadLetters: [] }
  expect(await database.events.store(batch)).toBe(batch.events.length)
  const ids = events.map(({ event }) => event.id)
  await delivery.trim(roomId, { ids, keepSeconds: 0 })
  expect(await delivery.find(roomId, ids)).toEqual(ids.map(() => null))
}
