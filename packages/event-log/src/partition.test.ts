import { expect, test } from 'vitest'
import { murmur2, partitionOf } from './partition'

// The values of org.apache.kafka.common.utils.UtilsTest, which Kafka's own Java client returns.
test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
])('hashes %s as Kafka does', (text, hash) => {
  expect(murmur2(new TextEncoder().encode(text))).toBe(hash)
})

test('gives every key one partition, and uses them all', () => {
  const rooms = Array.from(
    { length: 1_000 },
    (_, number) => `01890000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`,
  )
  const used = new Set(rooms.map((room) => partitionOf(room, 12)))
  expect([...used].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  expect(partitionOf(rooms[7]!, 12)).toBe(partitionOf(rooms[7]!, 12))
  expect(partitionOf('', 12)).toBeLessThan(12)
  expect(partitionOf('Räume – 部屋', 12)).toBeGreaterThanOrEqual(0)
})
