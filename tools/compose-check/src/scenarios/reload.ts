import { setTimeout as sleep } from 'node:timers/promises'
import { talkWhile, type SimulatedPerson } from '@parley/testkit/clients'
import { expectThat } from '../expect'
import { expectNothingLost, joinThrough, leaveAll } from '../people'
import type { Scenario } from './scenario'

const WATCH_MS = 5_000

export const reload: Scenario = {
  name: 'reload',
  shows: 'HAProxy reloads its configuration and no client loses a connection',
  async run(stack, say) {
    const people = await joinThrough(stack, 4, 'Reloaded')
    try {
      const before = people.map(connectedSince)
      await talkWhile(people, 10, async () => {
        await stack.compose(['kill', '-s', 'USR2', 'haproxy'])
        await sleep(WATCH_MS)
      })
      const moved = people.filter((person, i) => connectedSince(person) !== before[i])
      expectThat(moved.length === 0, `${moved.length} of ${people.length} people lost their connection`)
      const late = await joinThrough(stack, 1, 'Late')
      leaveAll(late)
      await expectNothingLost(stack, people)
      say('all clients kept the connection, and a new one connected')
    } finally {
      leaveAll(people)
    }
  },
}

function connectedSince({ parley }: SimulatedPerson): number | null {
  const { connection } = parley.getState()
  return connection.kind === 'online' ? connection.since : null
}
