/** Ids of what is not done yet in each room, in the order of writing; rooms where nothing waits are left out. */
export type Unsent = Readonly<Record<string, readonly string[]>>

/** The same object where nothing changed. */
export function withUnsent(unsent: Unsent, roomId: string, ids: readonly string[]): Unsent {
  const { [roomId]: before = [], ...others } = unsent
  if (before.length === ids.length && before.every((id, at) => id === ids[at])) return unsent
  return ids.length > 0 ? { ...others, [roomId]: ids } : others
}
