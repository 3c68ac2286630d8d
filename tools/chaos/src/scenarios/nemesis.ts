import type { EngineName } from '../stack/engines'
import type { Scenario, Stage } from './scenario'
import { pick, seconds } from './times'

/** `part`: the harmed service, engine or link. */
interface Harm {
  what: string
  part: string
  mend: () => Promise<void>
}

/** Makes a fault; resolves to its repair. */
type Trouble = (stage: Stage) => Promise<Harm>

const SHORTEST_SECONDS = 2
const LONGEST_SECONDS = 15
/** The probability of a second fault at the same time. */
const SECOND_FAULT_CHANCE = 0.3

/** Random faults, one after the other and sometimes two at once, for this long or this many. */
export function nemesis(until: { faults: number } | { minutes: number }): Scenario {
  return {
    name: 'nemesis',
    row: 'all: random faults by seed',
    harmsRedis: true,
    limitMinutes: 'minutes' in until ? until.minutes + 5 : until.faults,
    async run(stage) {
      const { random, fault, now, everybodyBack, everythingSeen, mayDie } = stage
      mayDie('persister')
      const endsAt = 'minutes' in until ? now() + until.minutes * 60_000 : Infinity
      let made = 0
      const isOver = () => now() >= endsAt || ('faults' in until && made >= until.faults)
      while (!isOver()) {
        const atOnce = random() < SECOND_FAULT_CHANCE ? 2 : 1
        const harms: Harm[] = []
        for (let nth = 0; nth < atOnce && !isOver(); nth++) {
          const harm = await pick(TROUBLES, random)(stage)
          made += 1
          fault(harm.what)
          harms.push(harm)
        }
        await seconds(SHORTEST_SECONDS + random() * (LONGEST_SECONDS - SHORTEST_SECONDS))
        await mendAll(harms)
        await seconds(2 + random() * 6)
      }
      await everybodyBack(now(), { maxMs: 40_000 })
      await everythingSeen(now(), 30_000)
    },
  }
}

/**
 * Starts all repairs before it awaits any: a killed persister is ready again only when Redis, which is frozen too,
 * answers. Repairs of one part follow each other.
 */
export async function mendAll(harms: readonly Harm[]): Promise<void> {
  const parts = [...new Set(harms.map(({ part }) => part))]
  await Promise.all(
    parts.map(async (part) => {
      for (const { mend } of harms.filter((harm) => harm.part === part)) await mend()
    }),
  )
}

const killService = (kind: 'servers' | 'persisters'): Trouble =>
  async function kill({ stack, random }) {
    const service = pick(stack[kind], random)
    await service.kill()
    return { what: `kill -9 of ${service.id}`, part: service.id, mend: () => service.restart() }
  }

const freezeService = (kind: 'servers' | 'persisters'): Trouble =>
  async function freeze({ stack, random }) {
    const service = pick(stack[kind], random)
    service.freeze()
    return { what: `SIGSTOP of ${service.id}`, part: service.id, mend: async () => service.thaw() }
  }

const killEngine = (name: EngineName): Trouble =>
  async function kill({ stack }) {
    await stack.engines[name].kill()
    return { what: `kill -9 of ${name}`, part: name, mend: () => stack.engines[name].restart() }
  }

const freezeEngine = (name: EngineName): Trouble =>
  async function freeze({ stack }) {
    stack.engines[name].freeze()
    return { what: `SIGSTOP of ${name}`, part: name, mend: async () => stack.engines[name].thaw() }
  }

const emptyRedis: Trouble = async ({ stack }) => {
  const { redis } = stack.engines
  await redis.kill()
  await redis.forget()
  return { what: 'Redis loses everything', part: 'redis', mend: () => redis.restart() }
}

const killBalancer: Trouble = async ({ stack }) => {
  await stack.haproxy.kill()
  return { what: 'kill -9 of HAProxy', part: 'haproxy', mend: () => stack.haproxy.restart() }
}

const harmLink: Trouble = async ({ stack, random }) => {
  const running = new Set([...stack.servers, ...stack.persisters].map(({ id }) => id))
  const links = stack.links.all().filter(({ name }) => name.split(' > ').some((end) => running.has(end)))
  const link = pick(links, random)
  const harms = [
    { how: 'cut', harm: () => link.cut() },
    { how: 'half-open', harm: () => link.halfOpen() },
    { how: '300 ms each way', harm: () => link.slow(300) },
    { how: '5 % loss', harm: () => link.lossy(0.05) },
    { how: '32 KiB/s', harm: () => link.limit(32 * 1_024) },
  ]
  const { how, harm } = pick(harms, random)
  await harm()
  return { what: `${link.name}: ${how}`, part: link.name, mend: () => link.heal() }
}

/** Most parts that can fail are links, so they come up most. */
const TROUBLES: readonly Trouble[] = [
  killService('servers'),
  killService('servers'),
  killService('persisters'),
  freezeService('servers'),
  freezeService('persisters'),
  killEngine('redis'),
  killEngine('kafka'),
  killEngine('postgres'),
  freezeEngine('redis'),
  freezeEngine('kafka'),
  freezeEngine('postgres'),
  emptyRedis,
  killBalancer,
  harmLink,
  harmLink,
  harmLink,
  harmLink,
]
