import type { RoomId } from '@parley/protocol'
/** Ids of the pending operations of each room, in the order of writing; rooms without any are left out. */
export type Unsent = Readonly<Record<string, readonly string[]>>

/** Returns the same object if nothing changed. */
export function withUnsent(unsent: Unsent, roomId: RoomId, ids: readonly string[]): Unsent {
  const { [roomId]: before = [], ...others } = unsent
  if (before.length === ids.length && before.every((id, at) => id === ids[at])) return unsent
  return ids.length > 0 ? { ...others, [roomId]: ids } : others
}
