import { until } from '@parley/testkit/until'
import { expectThat } from '../expect'
import { countByServer, expectNothingLost, joinThrough, leaveAll } from '../people'
import type { Scenario } from './scenario'

const SERVERS = 8
const LIMIT_MS = 60_000

export const scale: Scenario = {
  name: 'scale',
  shows: '--scale server=8 spreads new clients over eight servers, each with an id of its own',
  async run(stack, say) {
    const before = (await stack.containers('server')).length
    await stack.up('--no-recreate', '--scale', `server=${SERVERS}`)
    await until(
      `HAProxy knows ${SERVERS} servers`,
      LIMIT_MS,
      async () => (await serversAnswering(stack.url)) === SERVERS,
    )
    const people = await joinThrough(stack, 3 * SERVERS, 'Scaled')
    try {
      const counts = countByServer(people)
      say(
        [...counts]
          .sort()
          .map(([id, count]) => `server ${id}: ${count}`)
          .join(', '),
      )
      expectThat(counts.size === SERVERS, `people are on ${counts.size} servers, not on ${SERVERS}`)
      for (const person of people) person.say(`${person.name} is here`)
      await expectNothingLost(stack, people)
    } finally {
      leaveAll(people)
      await stack.up('--no-recreate', '--scale', `server=${before}`)
    }
  },
}

/** The number of different servers that answer consecutive requests. */
async function serversAnswering(url: string): Promise<number> {
  const ids = new Set<string>()
  for (let asked = 0; asked < 4 * SERVERS; asked++) {
    const response = await fetch(`${url}/version`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    if (response?.ok) ids.add(((await response.json()) as { serverId: string }).serverId)
  }
  return ids.size
}
