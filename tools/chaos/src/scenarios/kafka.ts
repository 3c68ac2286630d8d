import type { Scenario, Stage } from './scenario'
import { pick, seconds } from './times'

/** The aim of PROMISES.md: everything is delivered within this time after Kafka's return. Milliseconds. */
const DELIVERED_MS = 10_000

export const kafkaScenarios: Scenario[] = [
  {
    name: 'kafka-killed',
    row: 'Kafka: kill -9 and restart',
    isShort: true,
    async run({ stack, fault, everythingSeen, now, mayDie }) {
      mayDie('persister')
      fault('kill -9 of Kafka')
      await stack.engines.kafka.kill()
      await seconds(1)
      await stack.engines.kafka.restart()
      await everythingSeen(now(), DELIVERED_MS)
    },
  },
  {
    name: 'kafka-away-30s',
    row: 'Kafka: unavailable 30 s',
    async run(stage) {
      const { stack } = stage
      stage.fault('Kafka down for 30 s')
      await stack.engines.kafka.kill()
      await nothingAckedFor(stage, 30)
      await stack.engines.kafka.restart()
      await stage.everythingSeen(stage.now(), DELIVERED_MS)
    },
  },
  {
    name: 'kafka-frozen',
    row: 'Kafka: SIGSTOP 60 s',
    async run(stage) {
      const { stack } = stage
      stage.fault('SIGSTOP of Kafka for 60 s')
      stack.engines.kafka.freeze()
      await nothingAckedFor(stage, 60)
      stack.engines.kafka.thaw()
      await stage.everythingSeen(stage.now(), DELIVERED_MS)
    },
  },
  {
    name: 'server-without-kafka',
    row: 'Kafka: cut from one server',
    run: (stage) => serverWithoutKafka(stage, 'cut'),
  },
  {
    name: 'server-kafka-half-open',
    row: 'network: half-open between one server and Kafka',
    run: (stage) => serverWithoutKafka(stage, 'halfOpen'),
  },
  {
    name: 'kafka-slow',
    row: 'Kafka: slow, 300 ms',
    async run({ stack, fault, everythingSeen, now, crowd, require }) {
      fault('every answer of Kafka takes 300 ms')
      const links = [...stack.servers, ...stack.persisters].map(({ id }) => stack.link(id, 'kafka'))
      await Promise.all(links.map((link) => link.slow(150)))
      await seconds(5)
      const before = crowd.acked()
      await seconds(15)
      require(crowd.acked() > before, 'messages flow')
      await Promise.all(links.map((link) => link.heal()))
      await everythingSeen(now(), DELIVERED_MS)
    },
  },
]

/** Records that Kafka took in its last moment may still be acknowledged; afterwards none is, and reading continues. */
async function nothingAckedFor({ crowd, require, mayDie, now, thrownOff }: Stage, count: number) {
  mayDie('persister') // the watchdog of a consumer ends it after 30 s of silence
  await seconds(2)
  const [before, since] = [crowd.acked(), now()]
  await seconds(count - 2)
  const meanwhile = crowd.acked() - before
  require(meanwhile === 0, `no message is acknowledged while Kafka is down (${meanwhile} were)`)
  require(thrownOff(since) === 0, `all clients stay connected (${thrownOff(since)} did not)`)
}

async function serverWithoutKafka(stage: Stage, how: 'cut' | 'halfOpen') {
  const { stack, fault, everythingSeen, now, random, crowd, require } = stage
  const server = pick(stack.servers, random)
  fault(`${server.id} and Kafka: ${how === 'cut' ? 'cut' : 'half-open'}`)
  await stack.link(server.id, 'kafka')[how]()
  await seconds(5)
  const before = crowd.acked()
  await seconds(20)
  require(crowd.acked() > before, 'clients of the other servers keep writing')
  await stack.link(server.id, 'kafka').heal()
  await everythingSeen(now(), DELIVERED_MS)
}
