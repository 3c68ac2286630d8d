import { makeTestDirectory } from '@parley/engines'
import { createHistogram, quantile } from '../load/histogram'
import { runMessages } from '../measure/message-run'
import { whileMeasured } from '../measure/while-measured'
import { openAsker } from '../system/asker'
import { startParley, type Parley } from '../system/parley'
import type { Shape } from '../system/system'
import type { Bench, Reading, Workload } from './workload'

const SERVERS = [2, 4, 8]
const WARM_UP_PER_SECOND = 600
const SPREADS = { shared: {}, disjoint: { isRoomOnOneServer: true } } as const
const ROOMS_OF_A_PERSON = [10, 100, 1_000]
const PEOPLE_OF_MANY_ROOMS = 20
/** The limit of one `rooms:sync`. */
const ROOMS_OF_ONE_SYNC = 500

/** Costs that grow with a deployment. One figure for each size, so that the table shows them in a row. */
export const scalingWorkloads: readonly Workload[] = [
  {
    name: 'scale-servers',
    title: `200 clients in 20 rooms of 10, 200 messages/s, on ${SERVERS.join(', ')} servers; rooms shared by all servers, or each on one`,
    systems: 'parley',
    async measure(bench) {
      const readings: Reading[] = []
      for (const servers of SERVERS) readings.push(await onServers(bench, servers))
      return Object.assign({}, ...readings) as Reading
    },
  },
  {
    name: 'scale-rooms',
    title: `connect and sync of people in ${ROOMS_OF_A_PERSON.join(', ')} rooms, ${PEOPLE_OF_MANY_ROOMS} people at once`,
    systems: 'parley',
    async measure(bench) {
      const readings: Reading[] = []
      for (const rooms of ROOMS_OF_A_PERSON) readings.push(await inRooms(bench, rooms))
      return Object.assign({}, ...readings) as Reading
    },
  },
]

async function onServers(bench: Bench, servers: number): Promise<Reading> {
  const directory = await makeTestDirectory()
  try {
    const parley = await startParley({ dataDir: directory.path, servers, say: () => undefined })
    try {
      const shared = await sayThere(bench, parley, 'shared')
      return { ...shared, ...(await sayThere(bench, parley, 'disjoint')) }
    } finally {
      await parley.stop()
    }
  } finally {
    await directory.delete()
  }

  async function sayThere(bench: Bench, parley: Parley, spread: keyof typeof SPREADS): Promise<Reading> {
    const shape: Shape = { people: 200, rooms: 20, ...SPREADS[spread] }
    await bench.loads.connect({ seats: await parley.seat(shape), dialect: parley.dialect })
    try {
      const run = { ...bench, parley, system: parley, profiler: null }
      // With more servers each has fewer messages, and slower code until it is compiled: that is not what this measures.
      await runMessages(run, 'scale-servers', { perSecond: WARM_UP_PER_SECOND })
      const reading = await runMessages(run, 'scale-servers', { perSecond: 200 })
      const keep = (name: string) => [`${servers} servers, ${spread} rooms: ${name}`, reading[name]!] as const
      return Object.fromEntries(
        ['CPU us per message', 'delivery p50 ms', 'delivery p99 ms', 'lost', 'arrival orders'].map(keep),
      )
    } finally {
      await bench.loads.disconnect()
      await parley.clear()
    }
  }
}

async function inRooms(bench: Bench, count: number): Promise<Reading> {
  const { parley } = bench
  const people = await parley.people.atLeast(PEOPLE_OF_MANY_ROOMS)
  const rooms = await parley.people.createRooms(count)
  await parley.people.enter(
    people.flatMap(({ id }) => rooms.map((room) => ({ roomId: room.id, personId: id }))),
  )
  const cursors = rooms.map(({ id, epoch, seq }) => ({ roomId: id, epoch, seq }))
  const tookMs = createHistogram()
  try {
    const { oursMs } = await whileMeasured({ ...bench, profiler: null }, 'scale-rooms', async () => {
      await Promise.all(people.map(connectAndSync))
    })
    return {
      [`${count} rooms: CPU ms per connect and sync`]: oursMs / people.length,
      [`${count} rooms: connect and sync p50 ms`]: quantile(tookMs.counts(), 0.5),
    }
  } finally {
    await parley.clear()
  }

  async function connectAndSync({ cookie }: { cookie: string }, nth: number) {
    const beganAt = performance.now()
    const asker = await openAsker(parley.serverUrls[nth % parley.serverUrls.length]!, cookie)
    for (let from = 0; from < cursors.length; from += ROOMS_OF_ONE_SYNC)
      await asker.ask('rooms:sync', { rooms: cursors.slice(from, from + ROOMS_OF_ONE_SYNC) })
    tookMs.add(performance.now() - beganAt)
    asker.close()
  }
}
