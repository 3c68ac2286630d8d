import { expect, test } from 'vitest'
import type { OutboxEvent } from './outbox'
import { createOutboxes } from './outboxes'

const written = (id: string, roomId = 'r'): OutboxEvent => ({
  kind: 'written',
  entry: { id, roomId, operation: { kind: 'message', body: id }, writtenAt: 1, failure: null },
})

test('each room has its own outbox; listeners get only changes, in their order', () => {
  const outboxes = createOutboxes()
  const told: string[] = []
  outboxes.subscribe((roomId) => told.push(`first ${roomId}`))
  outboxes.subscribe((roomId) => told.push(`second ${roomId}`))
  outboxes.step('r', written('a'))
  expect(told.splice(0)).toEqual(['first r', 'second r'])
  outboxes.step('r', { kind: 'reread', entries: outboxes.of('r') })
  expect(told).toEqual([])
  outboxes.step('s', written('b', 's'))
  outboxes.step('s', written('c', 's'))
  expect(outboxes.roomIds()).toEqual(['r', 's'])
  expect(outboxes.items().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect([outboxes.find('s', 'c')?.id, outboxes.find('r', 'c'), outboxes.of('elsewhere')]).toEqual([
    'c',
    undefined,
    [],
  ])
})

test('a room without waiting operations is not listed; clear ends all, and reports it', () => {
  const outboxes = createOutboxes()
  for (const [id, roomId] of [
    ['a', 'r'],
    ['b', 's'],
    ['c', 't'],
  ] as const)
    outboxes.step(roomId, written(id, roomId))
  outboxes.step('r', { kind: 'acknowledged', id: 'a' })
  expect(outboxes.roomIds()).toEqual(['s', 't'])
  const seen: unknown[] = []
  outboxes.subscribe((roomId) => seen.push([roomId, outboxes.items()]))
  outboxes.clear()
  expect(seen).toEqual([
    ['s', []],
    ['t', []],
  ])
  expect(outboxes.roomIds()).toEqual([])
})
