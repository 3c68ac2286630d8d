import { ENGINES } from '../stack/engines'
import type { Scenario } from './scenario'
import { seconds, shuffled } from './times'

export const powerCycle: Scenario = {
  name: 'power-cycle',
  row: 'all: kill -9 of everything, started in random order',
  harmsRedis: true,
  isShort: true,
  async run({ stack, fault, say, random, now, everybodyBack, everythingSeen, mayDie }) {
    mayDie('server', 'persister')
    const services = [...stack.servers, ...stack.persisters, stack.haproxy]
    const engines = ENGINES.map((name) => stack.engines[name])
    fault('kill -9 of everything')
    await Promise.all([...services, ...engines].map((part) => part.kill()))
    await seconds(1)
    const since = now()
    const starting = shuffled(
      [
        ...services.map((part) => ({ name: part.id, part })),
        ...engines.map((part) => ({ name: part.name, part })),
      ],
      random,
    )
    say(`power is back: ${starting.map(({ name }) => name).join(', ')}`)
    const up: Promise<void>[] = []
    for (const { part } of starting) {
      up.push(part.restart())
      await seconds(random() * 0.5)
    }
    await Promise.all(up)
    await everybodyBack(since, { maxMs: 60_000 })
    await everythingSeen(since, 75_000)
  },
}
