import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RoomEventsPacket } from '@parley/protocol'
import { createRoomPace } from './room-pace'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A room with this many connections, and the seqs of each packet that they got. */
function roomOf(connections: number) {
  let count = connections
  const packets: number[][] = []
  let lateMs = 0
  const pace = createRoomPace({
    countConnections: () => count,
    send: ({ events }) => packets.push(events.map(({ seq }) => seq)),
    nowMs: () => performance.now() + lateMs,
  })
  const take = (...seqs: number[]) => pace.take(packet(seqs))
  return { packets, take, pace, leave: () => (count = 0), timersAreLate: () => (lateMs = 50) }
}

function packet(seqs: number[], { epoch = 1, body = 'hello' } = {}): RoomEventsPacket {
  const event = {
    kind: 'message',
    id: 'a',
    roomId: 'room',
    authorId: 'ada',
    authorName: 'Ada',
    at: 0,
    body,
  } as const
  return { roomId: 'room', epoch, events: seqs.map((seq) => ({ seq, event })) }
}

test('in a large room events during the rest leave together at its end, and the next rest begins', () => {
  const { packets, take } = roomOf(100)
  take(1)
  expect(packets).toEqual([[1]])
  vi.advanceTimersByTime(10)
  take(2)
  take(3, 4)
  vi.advanceTimersByTime(9)
  expect(packets).toEqual([[1]])
  vi.advanceTimersByTime(1)
  expect(packets).toEqual([[1], [2, 3, 4]])
  take(5)
  vi.advanceTimersByTime(19)
  expect(packets).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(packets).toEqual([[1], [2, 3, 4], [5]])
})

test('the first event after a pause leaves at once', () => {
  const { packets, take } = roomOf(100)
  take(1)
  vi.advanceTimersByTime(20)
  take(2)
  expect(packets).toEqual([[1], [2]])
})

test('in a small room nothing waits', () => {
  const { packets, take } = roomOf(4)
  take(1)
  take(2)
  expect(packets).toEqual([[1], [2]])
  expect(vi.getTimerCount()).toBe(0)
})

test('the smallest room with a rest has enough connections for the resolution of timers', () => {
  const { packets, take } = roomOf(5)
  take(1)
  take(2)
  expect(packets).toEqual([[1]])
  vi.advanceTimersByTime(1)
  expect(packets).toEqual([[1], [2]])
})

test.each([
  [50, 10],
  [500, 35],
  [2_000, 80],
  [100_000, 100],
])('a room with %i connections rests %i ms', (connections, ms) => {
  const { packets, take } = roomOf(connections)
  take(1)
  take(2)
  vi.advanceTimersByTime(ms - 1)
  expect(packets).toEqual([[1]])
  vi.advanceTimersByTime(1)
  expect(packets).toEqual([[1], [2]])
})

test('a packet never holds a gap or two epochs', () => {
  const { packets, take, pace } = roomOf(100)
  take(1)
  take(2)
  take(4)
  pace.take(packet([5], { epoch: 2 }))
  vi.advanceTimersByTime(20)
  expect(packets).toEqual([[1], [2], [4], [5]])
})

test('a late timer does not change the order', () => {
  const { packets, take, timersAreLate } = roomOf(100)
  take(1)
  take(2)
  timersAreLate()
  take(3)
  expect(packets).toEqual([[1], [2, 3]])
})

test('the order stays when all but a few have left meanwhile', () => {
  const { packets, take, leave } = roomOf(100)
  take(1)
  take(2)
  leave()
  take(4)
  take(5)
  vi.advanceTimersByTime(20)
  expect(packets.flat()).toEqual([1, 2, 4, 5])
})

test('waiting events are limited, by number and by length', () => {
  const { packets, take, pace } = roomOf(100)
  take(1)
  for (let seq = 2; seq <= 501; seq++) take(seq)
  expect(packets.map((seqs) => seqs.length)).toEqual([1, 500])
  pace.take(packet([502], { body: 'x'.repeat(200_000) }))
  expect(packets).toHaveLength(2)
  pace.take(packet([503], { body: 'x'.repeat(256 * 1024 - 200_000 - 1) }))
  expect(packets).toHaveLength(2)
  vi.advanceTimersByTime(20)
  expect(packets.at(-1)).toEqual([502, 503])
  pace.take(packet([504], { body: 'x'.repeat(200_000) }))
  pace.take(packet([505], { body: 'x'.repeat(256 * 1024 - 200_000) }))
  expect(packets.at(-1)).toEqual([504, 505])
})

test('rooms do not wait for each other, and a room without connections here holds nothing', () => {
  const { packets, take, pace } = roomOf(100)
  take(1)
  pace.take({ ...packet([9]), roomId: 'other' })
  expect(packets).toEqual([[1], [9]])
  take(2)
  pace.forget('room')
  vi.advanceTimersByTime(1_000)
  expect(packets).toEqual([[1], [9]])
  expect(vi.getTimerCount()).toBe(0)
})
