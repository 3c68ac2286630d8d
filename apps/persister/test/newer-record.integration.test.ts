import { encodeRoomEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { newId, startPersisterHere } from './running-persister'

const said = (roomId: string) =>
  encodeRoomEvent({
    kind: 'message',
    id: newId(),
    roomId,
    authorId: 'ada',
    authorName: 'Ada',
    body: 'hello',
    at: 1,
  })
const newer = (roomId: string) => JSON.stringify({ ...JSON.parse(said(roomId)), kind: 'poll' })

test('3.15: partitions with records of a newer version wait, all others continue; nothing becomes a dead letter until an operator says so', async () => {
  const { eventLog, shown, stop, restart } = await startPersisterHere()
  const rooms = roomsByPartition()
  const waiting = rooms.slice(0, 6)
  for (const roomId of waiting)
    await eventLog.append(
      [said(roomId), newer(roomId), said(roomId)].map((value) => ({ key: roomId, value })),
    )
  await shown('parley_persister_events_stored_total 6', 'parley_persister_partitions_waiting 6')
  for (const roomId of rooms.slice(6)) await eventLog.append([{ key: roomId, value: said(roomId) }])
  await shown('parley_persister_events_stored_total 12', 'parley_persister_partitions_waiting 6')

  await stop()
  await restart({ DEAD_LETTER_RECORDS: await offsetsOfSecond(waiting) })
  await shown(
    'parley_persister_dead_letters_total{reason="given up by an operator"} 6',
    'parley_persister_events_stored_total 6',
    'parley_persister_partitions_waiting 0',
  )

  function roomsByPartition(): string[] {
    const rooms = new Map<number, string>()
    while (rooms.size < eventLog.partitions) {
      const id = newId()
      rooms.set(eventLog.partitionOf(id), id)
    }
    return [...rooms.values()]
  }

  async function offsetsOfSecond(roomIds: string[]): Promise<string> {
    const offsets: string[] = []
    for (const roomId of roomIds) {
      const partition = eventLog.partitionOf(roomId)
      const read: number[] = []
      for await (const { offset } of eventLog.read(partition, 0, await eventLog.end(partition)))
        read.push(offset)
      expect(read).toHaveLength(3)
      offsets.push(`${partition}:${read[1]}`)
    }
    return offsets.join(',')
  }
})
