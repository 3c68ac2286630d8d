import { countWritten, talkWhile } from '@parley/testkit/clients'
import { until } from '@parley/testkit/until'
import { expectThat } from '../expect'
import { expectNothingLost, joinThrough, leaveAll } from '../people'
import type { Scenario } from './scenario'

const BROKERS = ['kafka', 'kafka-2', 'kafka-3']
/** The other two notice after 9 s (Kafka's broker.session.timeout.ms) and take over its leaderships. */
const TAKE_OVER_LIMIT_MS = 60_000
/** This many more messages must get through before it comes back. */
const ENOUGH = 50

/** Needs a stack of its own: the number of brokers is fixed when a stack is created. */
export const cluster: Scenario = {
  name: 'cluster',
  shows: '--profile cluster keeps messages flowing while any one of three brokers is dead',
  async run(stack, say) {
    const described = await stack.compose([
      ...['exec', '-T', 'kafka', '/opt/kafka/bin/kafka-topics.sh'],
      ...['--bootstrap-server', 'localhost:9092', '--describe', '--topic', 'room-events'],
    ])
    const heading = described.split('\n').find((line) => line.includes('ReplicationFactor')) ?? described
    expectThat(/ReplicationFactor: 3\b/.test(heading), `the topic is not on three brokers: ${heading}`)
    expectThat(
      /min\.insync\.replicas=2/.test(heading),
      `one copy is enough for an acknowledgement: ${heading}`,
    )
    const people = await joinThrough(stack, 4, 'Clustered')
    try {
      await talkWhile(people, 10, async () => {
        for (const broker of BROKERS) {
          await stack.compose(['kill', broker])
          const began = performance.now()
          const before = countSent(people)
          // Partitions of the dead leader wait until the others take over; then everything continues with two copies.
          await until(
            `messages are sent without ${broker}`,
            TAKE_OVER_LIMIT_MS,
            () => countSent(people) > before + ENOUGH,
          )
          say(
            `without ${broker} ${ENOUGH} messages were sent within ${((performance.now() - began) / 1_000).toFixed(1)} s`,
          )
          await stack.up('--no-recreate', broker)
        }
      })
      await expectNothingLost(stack, people)
      say(`${countWritten(people)} messages written, all sent and stored once`)
    } finally {
      leaveAll(people)
    }
  },
}

function countSent(people: Awaited<ReturnType<typeof joinThrough>>): number {
  return people.reduce((so, { room }) => so + room.sent.size, 0)
}
