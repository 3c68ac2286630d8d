import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { mendAll } from './nemesis'

test('a repair that waits for another one is not awaited first; repairs of one part follow each other', async () => {
  let redisAnswers = false
  const order: string[] = []
  const mends = mendAll([
    {
      what: 'kill -9 of persister-1',
      part: 'persister-1',
      async mend() {
        while (!redisAnswers) await turn()
        order.push('persister-1')
      },
    },
    {
      what: 'kill -9 of redis',
      part: 'redis',
      async mend() {
        await turn()
        order.push('redis restarted')
      },
    },
    {
      what: 'SIGSTOP of redis',
      part: 'redis',
      async mend() {
        order.push('redis thawed')
        redisAnswers = true
      },
    },
  ])
  await mends
  expect(order).toEqual(['redis restarted', 'redis thawed', 'persister-1'])
})
