import { createEvidence } from './evidence'
import type { Scenario, Stage } from './scenario'
import { pick, seconds } from './times'

/**
 * A group waits for the session of a dead member (10 s), perhaps once more for a member that woke up and ended itself.
 * Milliseconds.
 */
const TAKEN_OVER_MS = 40_000

export const persisterScenarios: Scenario[] = [
  {
    name: 'persister-killed',
    row: 'persister: kill -9 at any step',
    isShort: true,
    async run({ stack, fault, everythingSeen, now, random, isShort }) {
      for (let nth = 0; nth < (isShort ? 2 : 6); nth++) {
        const persister = pick(stack.persisters, random)
        fault(`kill -9 of ${persister.id}`)
        await persister.kill()
        await seconds(random())
        await persister.restart()
        await seconds(random() * 4) // in the middle of a rebalance, or of storing
      }
      await stored({ stack }, now(), TAKEN_OVER_MS)
      await everythingSeen(now(), 10_000)
    },
  },
  {
    name: 'persisters-away',
    row: 'persister: both down (60 s of the 2 min)',
    async run(stage) {
      const { stack, fault, everythingSeen, now, crowd, require, figure } = stage
      for (const persister of stack.persisters) {
        fault(`kill -9 of ${persister.id}, for 60 s`)
        await persister.kill()
      }
      const before = crowd.acked()
      await seconds(60)
      require(crowd.acked() > before, 'messages flow while nothing is stored')
      const since = now()
      await Promise.all(stack.persisters.map((persister) => persister.restart()))
      figure('seconds until stored', await stored(stage, since, TAKEN_OVER_MS))
      await everythingSeen(now(), 10_000)
    },
  },
  {
    name: 'persister-frozen',
    row: 'persister: SIGSTOP, its partitions move, CONT (zombie)',
    async run(stage) {
      const { stack, fault, everythingSeen, now, random, mayDie } = stage
      mayDie('persister') // a zombie that finds its partition stored by another ends
      const persister = pick(stack.persisters, random)
      fault(`SIGSTOP of ${persister.id} for 40 s`)
      persister.freeze()
      await seconds(40)
      persister.thaw()
      await seconds(5)
      await stored(stage, now(), TAKEN_OVER_MS)
      await everythingSeen(now(), 10_000)
    },
  },
  {
    name: 'log-replayed',
    row: 'persister: duplicate delivery (group rewound to 0)',
    run: replayLog,
  },
  {
    name: 'poison',
    row: 'persister: poison records',
    run: pourPoison,
  },
  {
    name: 'persister-without-redis',
    row: 'network: one persister and Redis cut',
    run: (stage) => persisterAlone(stage, 'redis', 'cut'),
  },
  {
    name: 'persister-kafka-half-open',
    row: 'network: half-open between one persister and Kafka',
    run: (stage) => persisterAlone(stage, 'kafka', 'halfOpen'),
  },
  {
    name: 'persister-without-postgres',
    row: 'network: one persister and PostgreSQL cut',
    run: (stage) => persisterAlone(stage, 'postgres', 'cut'),
  },
  {
    name: 'persister-postgres-half-open',
    row: 'network: half-open between one persister and PostgreSQL',
    run: (stage) => persisterAlone(stage, 'postgres', 'halfOpen'),
  },
]

/** Resolves when every record of the log at this moment is stored, to the seconds since then. */
async function stored({ stack }: Pick<Stage, 'stack'>, since: number, limitMs: number): Promise<number> {
  const evidence = await createEvidence(stack)
  try {
    await evidence.untilStored(limitMs)
  } finally {
    await evidence.close()
  }
  return (performance.timeOrigin + performance.now() - since) / 1_000
}

/** Every record of the log comes a second time: no row changes, and no client is told anything. */
async function replayLog(stage: Stage) {
  const { stack, crowd, fault, require, figure, say, now, everythingSeen } = stage
  await crowd.settle(60_000)
  const evidence = await createEvidence(stack)
  try {
    await evidence.untilStored(TAKEN_OVER_MS)
    await Promise.all(stack.persisters.map((persister) => persister.terminate()))
    const before = await evidence.countRows()
    const sightings = stage.history.sightings.count
    fault('every record of the log is read again')
    await evidence.rewind()
    await Promise.all(stack.persisters.map((persister) => persister.restart()))
    const since = now()
    await evidence.untilStored(120_000)
    figure('records again', await evidence.countRecords())
    say(`read again in ${((now() - since) / 1_000).toFixed(1)} s`)
    const after = await evidence.countRows()
    require(JSON.stringify(after) ===
      JSON.stringify(before), `no row is added (${JSON.stringify({ before, after })})`)
    const told = stage.history.sightings.count - sightings
    require(told === 0, `no message is broadcast again (${told} messages were)`)
  } finally {
    await evidence.close()
  }
  await everythingSeen(now(), 10_000)
}

/** Records that can never be stored become dead letters, and delay nothing. */
async function pourPoison(stage: Stage) {
  const { stack, fault, require, now, everythingSeen } = stage
  const evidence = await createEvidence(stack)
  try {
    const before = (await evidence.countRows()).deadLetters
    fault('poison in every partition of the log')
    const poured = await evidence.pourPoison()
    await evidence.untilStored(30_000)
    const dead = (await evidence.countRows()).deadLetters - before
    require(dead === poured, `each of the ${poured} poison records is a dead letter (${dead} are)`)
  } finally {
    await evidence.close()
  }
  await everythingSeen(now(), 10_000)
}

/**
 * One of two persisters has lost an engine. Its partitions may wait for it, or move; either way everything is stored in
 * the end.
 */
async function persisterAlone(stage: Stage, engine: 'redis' | 'kafka' | 'postgres', how: 'cut' | 'halfOpen') {
  const { stack, fault, everythingSeen, now, random, crowd, require, mayDie, figure } = stage
  mayDie('persister')
  const persister = pick(stack.persisters, random)
  fault(`${persister.id} and ${engine}: ${how === 'cut' ? 'cut' : 'half-open'} for 20 s`)
  const link = stack.link(persister.id, engine)
  await link[how]()
  const before = crowd.acked()
  await seconds(20)
  require(crowd.acked() > before, 'messages flow')
  await link.heal()
  figure('seconds until stored', await stored(stage, now(), TAKEN_OVER_MS))
  await everythingSeen(now(), 10_000)
}
