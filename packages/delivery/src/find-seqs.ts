import { roomKeys } from './keys'
import { callsOf, loadScript, type RedisClient } from './script'
import type { RoomIds } from './trim'

export interface RoomSeqs {
  epoch: number
  /** In the order of the ids; null for an unknown one. */
  seqs: (number | null)[]
}

const runFindSeqs = loadScript('find-seqs.lua')

/** The seqs of ids of many rooms, in their order; null for a room whose head is missing or foreign. */
export async function findSeqs(
  redis: RedisClient,
  prefix: string,
  rooms: RoomIds[],
): Promise<(RoomSeqs | null)[]> {
  const answers = await Promise.all(
    callsOf(redis, rooms).map(
      (some) =>
        runFindSeqs(
          redis,
          some.map(({ roomId }) => roomKeys(prefix, roomId).room),
          some.flatMap(({ ids }) => [ids.length, ...ids]),
        ) as Promise<(string[] | null)[]>,
    ),
  )
  return answers.flat().map((answer) => {
    if (!answer) return null
    const [epoch, ...seqs] = answer
    return { epoch: Number(epoch), seqs: seqs.map((seq) => (seq === '' ? null : Number(seq))) }
  })
}
