import { startListenersApart } from '../clients/listeners-apart'
import type { Scenario } from './scenario'
import { seconds, until } from './times'

const PEOPLE = 2_000
/** An aim of PROMISES.md. */
const BACK_MS = 15_000

/** Far more clients than in the other scenarios, all disconnected in one moment. */
export const storm: Scenario = {
  name: 'storm',
  row: `HAProxy: ${PEOPLE} clients thrown off at once`,
  async run({ stack, crowd, fault, require, figure, random, say, now, everybodyBack }) {
    crowd.setRate(5)
    say(`  ${PEOPLE} more clients join that only listen`)
    const seed = Math.floor(random() * 2 ** 32)
    // They write nothing: to the checker their messages would have no writer.
    const many = await startListenersApart({ url: stack.url, count: PEOPLE, group: 'listener', seed })
    try {
      await seconds(12) // enough for the connections to count as stable
      fault(`${PEOPLE} clients are disconnected at once`)
      const since = now()
      const links = stack.servers.map(({ id }) => stack.link('haproxy', id))
      await Promise.all(links.map((link) => link.cut()))
      await Promise.all(links.map((link) => link.heal()))
      await until('all are back', 90_000, async () => (await many.recovery(since)).clients === PEOPLE)
      const { p95, max } = await many.recovery(since)
      const syncs = await many.mostSyncs(since)
      const complaints = await many.complaints()
      figure('storm p95 s', p95 / 1_000)
      figure('storm max s', max / 1_000)
      figure('syncs of one client, at most', syncs)
      require(max <= BACK_MS, `all are back and in sync within ${BACK_MS / 1_000} s (${Math.round(max)} ms)`)
      require(syncs <= 1, `no client requests its missed events more than once (${syncs} times)`)
      require(complaints.length === 0, `no client is shown an error (${complaints[0]})`)
      await everybodyBack(since, { maxMs: BACK_MS })
    } finally {
      await many.stop()
    }
  },
}
