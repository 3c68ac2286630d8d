import { runMessages } from '../measure/message-run'
import type { Shape } from '../system/system'
import type { Workload } from './workload'

/** Rooms of clients that send and receive. */
function messages(
  name: string,
  title: string,
  { shape, ...wish }: { shape: Shape; perSecond?: number; inFlight?: number },
): Workload {
  return {
    name,
    title,
    systems: 'all',
    async measure(bench) {
      const { system, loads } = bench
      await loads.connect({
        seats: await system.seat(shape),
        dialect: system.dialect,
      })
      try {
        return await runMessages(bench, name, wish)
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  }
}

export const messageWorkloads: readonly Workload[] = [
  messages('W1', '1,000 clients in one room, 100 messages/s', {
    shape: { people: 1_000, rooms: 1 },
    perSecond: 100,
  }),
  messages('W1-20', '1,000 clients in one room, 20 messages/s', {
    shape: { people: 1_000, rooms: 1 },
    perSecond: 20,
  }),
  messages('W2', '1,000 clients in 100 rooms of 10, 1,000 messages/s', {
    shape: { people: 1_000, rooms: 100 },
    perSecond: 1_000,
  }),
  messages('W2-500', '1,000 clients in 100 rooms of 10, 500 messages/s', {
    shape: { people: 1_000, rooms: 100 },
    perSecond: 500,
  }),
  messages('W3', '200 clients in one room, 64 messages under way at any time', {
    shape: { people: 200, rooms: 1 },
    inFlight: 64,
  }),
  messages('E2E', '500 clients in 10 rooms of 50, 200 messages/s', {
    shape: { people: 500, rooms: 10 },
    perSecond: 200,
  }),
]
