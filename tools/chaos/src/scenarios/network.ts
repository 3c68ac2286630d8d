import { ENGINES } from '../stack/engines'
import type { Scenario } from './scenario'
import { pick, seconds } from './times'

export const networkScenarios: Scenario[] = [
  {
    name: 'everybody-cut-off',
    row: 'network: all connections reset at once',
    isShort: true,
    async run({ stack, fault, everybodyBack, now }) {
      fault('all connections between HAProxy and the servers are reset')
      const links = stack.servers.map(({ id }) => stack.link('haproxy', id))
      const since = now()
      await Promise.all(links.map((link) => link.cut()))
      await seconds(1)
      await Promise.all(links.map((link) => link.heal()))
      await everybodyBack(since, { maxMs: 15_000 })
    },
  },
  {
    name: 'server-half-open',
    row: 'network: half-open (blackhole) between people and one server',
    async run({ stack, fault, everybodyBack, now, random }) {
      const server = pick(stack.servers, random)
      fault(`the link between HAProxy and ${server.id} is half-open for 45 s`)
      const link = stack.link('haproxy', server.id)
      const since = now()
      await link.halfOpen()
      await seconds(45)
      await everybodyBack(since, { maxMs: 40_000 })
      await link.heal()
      await seconds(2)
      await everybodyBack(since, { maxMs: 60_000 })
    },
  },
  {
    name: 'flapping',
    row: 'network: flapping, every 5 s for 1 min of the 2',
    async run({ stack, fault, everybodyBack, now, random }) {
      const link = stack.link('haproxy', pick(stack.servers, random).id)
      fault(`${link.name}: cut and healed twelve times`)
      for (let nth = 0; nth < 12; nth++) {
        await link.cut()
        await seconds(2.5)
        await link.heal()
        await seconds(2.5)
      }
      await everybodyBack(now(), { maxMs: 15_000 })
    },
  },
  {
    name: 'slow-network',
    row: 'network: 200 ms round trip, 64 KiB/s',
    async run({ stack, fault, require, crowd, everybodyBack, everythingSeen, now }) {
      const [slow, narrow] = stack.servers.map(({ id }) => stack.link('haproxy', id))
      fault(`${slow!.name}: 200 ms a round trip`)
      await slow!.slow(100)
      fault(`${narrow!.name}: 64 KiB/s per connection`)
      await narrow!.limit(64 * 1_024)
      const before = crowd.acked()
      await seconds(20)
      require(crowd.acked() > before, 'messages flow')
      const since = now()
      await slow!.heal()
      await narrow!.heal()
      await everybodyBack(since, { maxMs: 15_000 })
      await everythingSeen(since, 15_000)
    },
  },
  {
    name: 'lossy-network',
    row: 'network: 3 % loss',
    async run({ stack, fault, require, crowd, everythingSeen, now, random, thrownOff }) {
      const server = pick(stack.servers, random)
      const toPeople = stack.servers.map(({ id }) => stack.link('haproxy', id))
      const toEngines = ENGINES.map((engine) => stack.link(server.id, engine))
      fault('3 % of the data between HAProxy and the servers is lost, and sent again by TCP')
      await Promise.all(toPeople.map((link) => link.lossy(0.03)))
      fault(`so is 3 % of the data between ${server.id} and the engines`)
      await Promise.all(toEngines.map((link) => link.lossy(0.03)))
      const [before, since] = [crowd.acked(), now()]
      await seconds(25)
      require(crowd.acked() > before, 'messages flow')
      require(thrownOff(since) === 0, `no client is disconnected (${thrownOff(since)} were)`)
      const healedAt = now()
      await Promise.all([...toPeople, ...toEngines].map((link) => link.heal()))
      await everythingSeen(healedAt, 10_000)
    },
  },
]
