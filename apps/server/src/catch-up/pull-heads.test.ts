import { createLogger } from '@parley/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { pullHeads } from './pull-heads'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('heads that moved are announced every 15 s, others are not; an engine that is down is asked again', async () => {
  const told: unknown[] = []
  let rooms = ['lost', 'one', 'two']
  let seqs: Record<string, number> | Error = { one: 1, two: 5 }
  const heads = pullHeads({
    delivery: {
      async heads(roomIds) {
        if (seqs instanceof Error) throw seqs
        const known = seqs
        return roomIds.map((id) => (known[id] ? { epoch: 1, seq: known[id], said: 0 } : null))
      },
    },
    localRooms: () => rooms,
    tell: ({ roomId, seq }) => told.push([roomId, seq]),
    logger: createLogger('server', 'fatal'),
  })
  const look = async (next: typeof seqs = seqs) => {
    seqs = next
    await vi.advanceTimersByTimeAsync(15_000)
    return told.splice(0)
  }
  await vi.advanceTimersByTimeAsync(14_999)
  expect(told).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(told.splice(0)).toEqual([
    ['one', 1],
    ['two', 5],
  ])
  expect(await look()).toEqual([])
  expect(await look({ one: 2, two: 5 })).toEqual([['one', 2]])
  expect(await look(new Error('away'))).toEqual([])
  expect(await look({ one: 2, two: 5 })).toEqual([])
  // No socket here was in it meanwhile, so none knows its current head.
  rooms = ['one']
  expect(await look()).toEqual([])
  rooms = ['one', 'two']
  await heads.now()
  expect(told.splice(0)).toEqual([['two', 5]])
  await heads.close()
  expect(await look({ one: 9, two: 9 })).toEqual([])
})
