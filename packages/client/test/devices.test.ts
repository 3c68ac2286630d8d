// Three devices of one person, each at a server of its own, against a plain model of read and unread rooms.
import type { Room } from '@parley/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Parley } from '../src/index'
import { createOnlinePerson, startServers, until } from './stage'
import { OTHER_ROOM, ROOM } from './world'

const DEVICES = 3
const RUNS = 25

const device = fc.nat(DEVICES - 1)
const room = fc.constantFrom(ROOM, OTHER_ROOM)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('said' as const), room }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('deleted' as const), room, which: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const), room, device }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('offline' as const), device }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('online' as const), device }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deaf' as const), device, isDeaf: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('asked' as const), device }) },
)

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A device shows a room as unread if its last message that is not deleted is above the read mark. */
function shownBy(parley: Parley): { id: string; readSeq: number; isUnread: boolean }[] {
  const { rooms } = parley.getState()
  const list: readonly Room[] = rooms.status === 'ready' ? rooms.list : []
  return list.map(({ id, readSeq, lastSeq }) => ({ id, readSeq, isUnread: lastSeq > readSeq }))
}

async function run(steps: readonly Step[], losesMarks: boolean): Promise<void> {
  const { world, servers } = await startServers(DEVICES)
  world.hear('before')
  world.hear('before', { roomId: OTHER_ROOM })
  const devices = await Promise.all(servers.map((server) => createOnlinePerson([server])))
  await Promise.all(devices.map((parley) => parley.loadRooms()))
  const readSeqs = new Map([ROOM, OTHER_ROOM].map((id) => [id, 0]))

  const isOnline = (nth: number) => devices[nth]?.getState().connection.kind === 'online'

  for (const each of steps) {
    switch (each.kind) {
      case 'said':
        world.hear('new', { roomId: each.room })
        break
      case 'deleted': {
        const said = world.messages(each.room)
        const message = said.at(-1 - (each.which % said.length))
        if (message) world.hearChange(message.event.id, { kind: 'deletion' }, { roomId: each.room })
        break
      }
      case 'read': {
        const shown = devices[each.device]!.getState().rooms
        const seq = shown.status === 'ready' ? shown.list.find(({ id }) => id === each.room)!.lastSeq : 0
        devices[each.device]!.markRead(each.room, seq)
        readSeqs.set(each.room, Math.max(seq, readSeqs.get(each.room)!))
        break
      }
      case 'offline':
        devices[each.device]!.disconnect()
        break
      case 'online':
        devices[each.device]!.connect()
        break
      case 'deaf': {
        const { behaviour } = servers[each.device]!
        behaviour.losesEvents = each.isDeaf
        behaviour.losesMarks = each.isDeaf && losesMarks
        break
      }
      case 'asked': // a round trip, in which the announcement arrives or gets lost
        await devices[each.device]!.browseRooms()
        break
    }
  }

  for (const { behaviour } of servers) behaviour.losesEvents = behaviour.losesMarks = false
  devices.forEach((parley) => parley.connect())
  await until(() => expect(devices.every((_, nth) => isOnline(nth))).toBe(true))
  await until(() => expect([ROOM, OTHER_ROOM].map((id) => world.readSeq(id))).toEqual([...readSeqs.values()]))
  for (const { io } of servers) {
    for (const id of [ROOM, OTHER_ROOM]) io.emit('room:head', world.head(id))
    // A server that was cut from Redis reports that, and its end; otherwise a lost mark is not repaired.
    if (losesMarks) for (const delayed of [true, false]) io.emit('live:state', { delayed })
  }
  const model = [ROOM, OTHER_ROOM].map((id) => {
    const readSeq = readSeqs.get(id)!
    return { id, readSeq, isUnread: world.lastKept(id) > readSeq }
  })
  await until(() => expect(devices.map(shownBy)).toEqual(devices.map(() => model)))
  for (const parley of devices) parley.close()
  for (const server of servers) await server.kill()
}

test('5.4: whatever is sent, deleted, read and lost, all devices show the same rooms as read and unread in the end', async () => {
  const steps = fc.array(step, { minLength: 4, maxLength: 25 })
  await fc.assert(fc.asyncProperty(steps, fc.boolean(), run), { numRuns: RUNS, endOnFailure: true })
}, 120_000)
