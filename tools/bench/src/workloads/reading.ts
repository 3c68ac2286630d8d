import { createHistogram, quantile } from '../load/histogram'
import { addOldHistory } from '../system/old-history'
import { openAsker } from '../system/asker'
import { pour, storedOffset, untilStored } from '../system/log'
import type { Person } from '../system/people'
import type { RoomPosition } from '../system/read-positions'
import type { Bench, Reading, Workload } from './workload'

const ROOMS = 200
const READERS = 12
/** One user may send 100 requests at once, and then 20 a second. */
const EACH = 8
const MISSED = 3
const CATCH_UP = 400
const FEW = 10_000

export const readingWorkloads: readonly Workload[] = [
  {
    name: 'W7',
    title: `reading in ${ROOMS} rooms, among ${FEW.toLocaleString('en-US')} and among very many messages (--messages)`,
    systems: 'parley',
    async measure(bench) {
      const { parley, system, messages, say } = bench
      const { people, engines } = parley
      const readers = await people.atLeast(READERS)
      const rooms = await people.createRooms(ROOMS)
      const seats = readers.flatMap(({ id }) => rooms.map((room) => ({ roomId: room.id, personId: id })))
      await people.enter(seats)
      try {
        await addOldHistory(engines.postgres.url, rooms, {
          from: 0,
          count: FEW,
        })
        await addMissed(bench, rooms)
        const few = await readEverything(bench, readers, rooms)
        say(`  the history grows to ${messages.toLocaleString('en-US')} messages`)
        await addOldHistory(engines.postgres.url, rooms, {
          from: FEW,
          count: messages - FEW,
        })
        const many = await readEverything(bench, readers, rooms)
        const ratios = Object.keys(few).filter((name) => name.endsWith('p50 ms'))
        return {
          messages,
          ...many,
          ...Object.fromEntries(Object.entries(few).map(([name, ms]) => [`${name}, few messages`, ms])),
          'many against few, the slowest': Math.max(...ratios.map((name) => many[name]! / few[name]!)),
        }
      } finally {
        await system.clear()
      }
    },
  },
]

/** A few messages in every room, and enough in the first for a long catch-up. */
async function addMissed({ parley }: Bench, rooms: readonly RoomPosition[]): Promise<void> {
  const roomIds = rooms.flatMap(({ id }, nth) =>
    Array.from({ length: nth === 0 ? CATCH_UP : MISSED }, () => id),
  )
  const end = (await storedOffset(parley.engines)) + roomIds.length
  await pour(parley.engines, roomIds)
  await untilStored(parley.engines, end)
}

async function readEverything(
  { parley }: Bench,
  readers: readonly Person[],
  rooms: readonly RoomPosition[],
): Promise<Reading> {
  const took = {
    'newest page': createHistogram(),
    'catch-up of 400': createHistogram(),
    'sync of 200 rooms': createHistogram(),
    'rooms list': createHistogram(),
  }
  const cursors = rooms.map(({ id, epoch, seq }) => ({
    roomId: id,
    epoch,
    seq,
  }))
  const syncAll = { rooms: cursors.slice(1) }
  const catchUp = { rooms: cursors.slice(0, 1) }

  for (const [nth, { cookie }] of readers.entries()) {
    const url = parley.serverUrls[nth % parley.serverUrls.length]!
    const asker = await openAsker(url, cookie)
    const time = async (what: keyof typeof took, work: () => Promise<unknown>) => {
      const beganAt = performance.now()
      await work()
      // The first request of each client finds cold caches and connections.
      if (turn > 0) took[what].add(performance.now() - beganAt)
    }
    let turn = 0
    for (; turn <= EACH; turn++) {
      const { id: roomId } = rooms[(nth * EACH + turn + 1) % ROOMS]!
      await time('newest page', () => asker.ask('history:page', { roomId }))
      await time('catch-up of 400', () => asker.ask('rooms:sync', catchUp))
      await time('sync of 200 rooms', () => asker.ask('rooms:sync', syncAll))
      await time('rooms list', () => readRooms(url, cookie))
    }
    asker.close()
  }
  return Object.fromEntries(
    Object.entries(took).flatMap(([what, histogram]) => [
      [`${what} p50 ms`, quantile(histogram.counts(), 0.5)],
      [`${what} p99 ms`, quantile(histogram.counts(), 0.99)],
    ]),
  )
}

async function readRooms(url: string, cookie: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/rooms`, { headers: { cookie } })
  if (!response.ok) throw new Error(`rooms: ${response.status}`)
  await response.arrayBuffer()
}
