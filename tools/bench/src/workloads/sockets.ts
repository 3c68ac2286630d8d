import { openInspector } from '../profile/inspector'
import type { MeasuredProcess } from '../system/system'
import { residentMb } from '../measure/memory'
import type { Workload } from './workload'

const SOCKETS = 2_000

export const socketWorkloads: readonly Workload[] = [
  {
    name: 'W4',
    title: `memory of ${SOCKETS.toLocaleString('en-US')} idle sockets in 10 rooms each; Parley: signed in`,
    systems: 'all',
    async measure({ system, loads }) {
      const seats = await system.seat({
        people: SOCKETS,
        rooms: 200,
        roomsEach: 10,
      })
      const servers = system.processes().filter(({ name }) => name.startsWith('server'))
      // The other sockets should not pay for code and caches that the first ones load.
      await loads.connect({
        seats: seats.slice(0, SOCKETS / 10),
        dialect: system.dialect,
      })
      await loads.disconnect()
      const [liveBefore, residentBefore] = [await liveBytesOf(servers), residentOf(servers)]
      try {
        await loads.connect({ seats, dialect: system.dialect })
        const withGarbage = residentOf(servers)
        const [live, resident] = [await liveBytesOf(servers), residentOf(servers)]
        return {
          'kB per socket': (live - liveBefore) / SOCKETS / 1_000,
          'kB of resident memory per socket': ((resident - residentBefore) * 1_000) / SOCKETS,
          'kB of resident memory per socket, before a garbage collection':
            ((withGarbage - residentBefore) * 1_000) / SOCKETS,
        }
      } finally {
        await loads.disconnect()
        await system.clear()
      }
    },
  },
]

async function liveBytesOf(servers: readonly MeasuredProcess[]): Promise<number> {
  let bytes = 0
  for (const { pid, inspectPort } of servers) {
    if (inspectPort === null) return NaN // not a Node process
    const inspector = await openInspector({ pid, inspectPort })
    bytes += await inspector.liveBytes()
    inspector.close()
  }
  return bytes
}

function residentOf(servers: readonly MeasuredProcess[]): number {
  return servers.reduce((total, { pid }) => total + residentMb(pid), 0)
}
