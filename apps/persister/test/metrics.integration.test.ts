import { encodeRoomEvent } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createReadLag } from '../src/watch-path'
import { newId, startPersisterHere } from './running-persister'

test('stored, known and dead records and the lag are counted', async () => {
  const { eventLog, shown, isReadyAs } = await startPersisterHere()
  const roomId = newId()
  const events = ['one', 'two'].map((body) => {
    return { kind: 'message' as const, id: newId(), roomId, authorId: 'ada', authorName: 'Ada', body, at: 1 }
  })
  const records = events.map((event) => ({ key: roomId, value: encodeRoomEvent(event) }))
  await eventLog.append(records)
  await shown(
    'parley_persister_events_stored_total 2',
    'parley_persister_events_sequenced_total 2',
    'parley_persister_epochs_started_total 1',
    'parley_persister_events_known_total 0',
    'parley_persister_records_consumed_total 2',
  )
  await isReadyAs(200)
  await eventLog.append([
    ...records,
    { key: roomId, value: '{' },
    { key: 'elsewhere', value: records[0]!.value },
  ])
  // Each finished record is stored, known or dead: 6 = 2 + 2 + 2.
  await shown(
    'parley_persister_records_consumed_total 6',
    'parley_persister_events_stored_total 2',
    'parley_persister_events_known_total 2',
    'parley_persister_dead_letters_total{reason="not JSON"} 1',
    'parley_persister_dead_letters_total{reason="the key is not the room"} 1',
    'parley_persister_seq_conflicts_total 0',
    ...Array.from(
      { length: 12 },
      (_, partition) => `parley_persister_lag_records{partition="${partition}"} 0`,
    ),
  )
})

test('a persister is not ready before it has joined its group, for which it needs Redis', async () => {
  const { stop, restart, redis, isReadyAs } = await startPersisterHere()
  await stop()
  await redis.stop()
  const starting = restart()
  await isReadyAs(503)
  await redis.restart()
  await starting
  await isReadyAs(200)
})

test('the lag of a partition is the part of the log that PostgreSQL lacks, and a log that hangs is not waited for', async () => {
  let end = () => Promise.resolve(7)
  const readLag = createReadLag({
    eventLog: { end: () => end() },
    assigned: () => [1, 2],
    nextOffsets: new Map([[1, 4]]),
  })
  expect(await readLag()).toEqual([{ labels: { partition: '1' }, value: 3 }])
  end = () => new Promise(() => {})
  await expect(readLag()).rejects.toThrow()
})
