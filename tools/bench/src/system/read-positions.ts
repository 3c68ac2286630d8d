import { openAsker } from './asker'

export interface RoomPosition {
  id: string
  epoch: number
  seq: number
}

/** The positions of rooms, requested by a member. */
export async function readPositions(
  url: string,
  cookie: string,
  roomIds: readonly string[],
): Promise<RoomPosition[]> {
  const asker = await openAsker(url, cookie)
  try {
    return await Promise.all(
      roomIds.map(async (id) => {
        const page = await asker.ask('history:page', {
          roomId: id,
          before: null,
          limit: 1,
        })
        const { epoch, seq } = page as { epoch: number; seq: number }
        return { id, epoch, seq }
      }),
    )
  } finally {
    asker.close()
  }
}
