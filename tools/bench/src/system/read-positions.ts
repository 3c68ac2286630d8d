import { dialects } from '../load/dialect'
import { openClient } from '../load/client'

export interface RoomPosition {
  id: string
  epoch: number
  seq: number
}

/** Where rooms stand, asked by a member. */
export async function readPositions(
  url: string,
  cookie: string,
  roomIds: readonly string[],
): Promise<RoomPosition[]> {
  const waiting = new Map<number, (packet: string) => void>()
  const client = await openClient({ url, cookie, rooms: [] }, dialects.parley, {
    onAnswer: (id, packet) => waiting.get(id)?.(packet),
    onSaid: () => undefined,
    onLost: () => undefined,
  })
  const ask = (id: string, nth: number) =>
    new Promise<string>((resolve) => {
      waiting.set(nth, resolve)
      client.send(`42${nth}["history:page",{"roomId":"${id}","before":null,"limit":1}]`)
    })
  try {
    return await Promise.all(
      roomIds.map(async (id, nth) => {
        const [answer] = JSON.parse((await ask(id, nth)).replace(/^\d+/, '')) as [
          { ok: true; value: { epoch: number; seq: number } } | { ok: false },
        ]
        if (!answer.ok) throw new Error(`no position of room ${id}: ${JSON.stringify(answer)}`)
        return { id, epoch: answer.value.epoch, seq: answer.value.seq }
      }),
    )
  } finally {
    client.close()
  }
}
