import { leaders, untilCopied } from './topic'
import type { Scenario, Stage } from './scenario'
import { seconds } from './times'

/** The aim of PROMISES.md: the longest time without acknowledgements after a leader dies. Milliseconds. */
const LONGEST_PAUSE_MS = 5_000
/** Messages written less than this ago are still on their way. Milliseconds. */
const TALKING_ON_MS = 2_000

/** Each of the brokers dies once, so also the cluster's controller and the coordinator of the persisters' group. */
export const brokers: Scenario = {
  name: 'kafka-broker-away',
  row: 'Kafka: one of three brokers dead, leader change',
  stack: { brokers: 3 },
  async run(stage) {
    const { stack, fault, figure, require, now, everythingSeen, thrownOff } = stage
    await untilCopied(stack.kafkaBrokers, 3, 30_000)
    let longestMs = 0
    for (const [nth, broker] of stack.brokers.entries()) {
      const led = (await leaders(stack.kafkaBrokers)).get(nth + 1) ?? 0
      fault(`kill -9 of broker ${nth + 1} of 3, which leads ${led} partitions`)
      const since = now()
      await broker.kill()
      const pauseMs = await longestPause(stage, LONGEST_PAUSE_MS)
      longestMs = Math.max(longestMs, pauseMs)
      require(pauseMs <
        LONGEST_PAUSE_MS, `no client waits longer than ${LONGEST_PAUSE_MS} ms (${pauseMs} ms)`)
      await everythingSeen(now(), TALKING_ON_MS) // also in the rooms whose leader it was
      require(thrownOff(since) === 0, `all clients stay connected (${thrownOff(since)} did not)`)
      await broker.restart()
      await untilCopied(stack.kafkaBrokers, 3, 60_000)
    }
    figure('longest pause s', longestMs / 1_000)
    await everythingSeen(now(), TALKING_ON_MS)
  },
}

/** The longest time within the next `forMs` without any acknowledgement. Milliseconds. */
async function longestPause({ crowd }: Stage, forMs: number): Promise<number> {
  const endsAt = performance.now() + forMs
  let longestMs = 0
  let count = crowd.acked()
  for (let lastAt = performance.now(); performance.now() < endsAt; await seconds(0.02)) {
    longestMs = Math.max(longestMs, performance.now() - lastAt)
    if (crowd.acked() === count) continue
    count = crowd.acked()
    lastAt = performance.now()
  }
  return Math.round(longestMs)
}
