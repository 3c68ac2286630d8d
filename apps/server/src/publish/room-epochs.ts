/** The epoch in which each room was last seen: older than now, never newer. */
export interface RoomEpochs {
  /** Resolves to 0 when neither this server nor Redis knows the room. Never rejects. */
  of(roomId: string): Promise<number>
  note(roomId: string, epoch: number): void
}

/**
 * Remembers at most `most` rooms. Of one that it does not know it asks Redis (`readEpoch`), and not PostgreSQL: a server
 * that has just started lets people talk also while PostgreSQL is away.
 */
export function createRoomEpochs(parts: {
  most: number
  readEpoch: (roomId: string) => Promise<number | null>
}): RoomEpochs {
  const { most, readEpoch } = parts
  const epochs = new Map<string, number>()

  async function of(roomId: string): Promise<number> {
    const known = epochs.get(roomId)
    if (known !== undefined) return known
    // Redis away: not known is the careful answer, and `deliver` asks again.
    return (await readEpoch(roomId).catch(() => null)) ?? 0
  }

  function note(roomId: string, epoch: number) {
    epochs.delete(roomId)
    epochs.set(roomId, epoch)
    const [oldest] = epochs.keys()
    if (epochs.size > most && oldest !== undefined) epochs.delete(oldest)
  }

  return { of, note }
}
