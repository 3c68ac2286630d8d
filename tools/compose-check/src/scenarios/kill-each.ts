import { countWritten, talkWhile, untilSent } from '@parley/testkit/clients'
import { expectThat } from '../expect'
import { expectNothingLost, joinThrough, leaveAll } from '../people'
import type { Stack } from '../stack'
import type { Scenario } from './scenario'

const PEOPLE = 8
const MESSAGES_PER_SECOND = 20
/** Messages acknowledged before each kill, and after each recovery: two seconds' worth. */
const SENT_BETWEEN = 40
const PAGE_LIMIT_MS = 10_000
const MORTAL = ['server', 'haproxy', 'web', 'docs', 'persister', 'redis', 'kafka', 'postgres']

export const killEach: Scenario = {
  name: 'kill',
  shows:
    'each container killed in turn under load comes back, and nothing that was shown as sent is lost, doubled or moved',
  async run(stack, say) {
    const people = await joinThrough(stack, PEOPLE)
    try {
      const containers = await stack.containers()
      const spared = containers.filter(({ service }) => !MORTAL.includes(service))
      expectThat(spared.length === 0, `nobody kills ${spared.map(({ name }) => name).join(', ')}`)
      containers.sort((a, b) => MORTAL.indexOf(a.service) - MORTAL.indexOf(b.service))
      await talkWhile(people, MESSAGES_PER_SECOND, async () => {
        for (const container of containers) {
          await untilSent(people, SENT_BETWEEN)
          const began = performance.now()
          await stack.kill(container)
          await stack.revive(container)
          say(`${container.name} killed; healthy after ${((performance.now() - began) / 1_000).toFixed(1)} s`)
          await untilSent(people, SENT_BETWEEN)
        }
      })
      await expectPages(stack)
      // A killed Redis has another replication id: unstored messages then get seqs in the log's order.
      await expectNothingLost(stack, people, { renumbered: true })
      say(`${countWritten(people)} messages written, all sent, stored once and seen by all ${PEOPLE} people`)
    } finally {
      leaveAll(people)
    }
  },
}

/** The browsers' pages were loaded before; this requests the current pages of the web client and the docs. */
async function expectPages({ url }: Stack): Promise<void> {
  for (const path of ['/', '/docs/', '/api/v1/openapi.json']) {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(PAGE_LIMIT_MS) })
    expectThat(response.ok, `${path} is answered with ${response.status}`)
  }
}
