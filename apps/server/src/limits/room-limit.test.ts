import { expect, test } from 'vitest'
import { createRoomLimit } from './room-limit'

test('users are counted apart, and so are joins and creations', async () => {
  const asked: unknown[] = []
  const rates = { join: { burst: 10, perSecond: 1 }, create: { burst: 3, perSecond: 0.1 } }
  const limit = createRoomLimit(rates, async (key, rate) => (asked.push([key, rate]), 7))
  expect([await limit.join('ada'), await limit.create('ada')]).toEqual([7, 7])
  expect(asked).toEqual([
    ['room-join:ada', rates.join],
    ['room-create:ada', rates.create],
  ])
})
