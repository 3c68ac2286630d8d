import { LOBBY_ID, ok, type RoomEvent } from '@parley/protocol'
import { createLog } from '@parley/service'
import { expect, test } from 'vitest'
import type { ParleySocket } from '../socket/socket-types'
import { createHandleOperation } from './handle-operation'

const socket = { data: { user: { id: 'ada', name: 'Ada' } } } as ParleySocket
const operation = { roomId: LOBBY_ID, id: '01890000-0000-7000-8000-0000000000aa', epoch: 7 }

test('1.13: a repeat says no epoch, so that PostgreSQL is asked once more after the append', async () => {
  const published: [RoomEvent['kind'], number][] = []
  const handleOperation = createHandleOperation({
    publisher: {
      publish(event, epoch) {
        published.push([event.kind, epoch])
        return Promise.resolve(ok({ seq: 1, epoch: 7, event }))
      },
      idle: () => Promise.resolve(),
    },
    duplicateLookup: { find: () => Promise.resolve(null), findOwn: () => Promise.resolve(null) },
    isMember: () => Promise.resolve(ok(true)),
    allowSend: () => null,
    allowRepeat: () => null,
    clock: Date.now,
    log: createLog('server', 'fatal'),
  })
  for (const again of [false, true])
    await handleOperation(socket, { ...operation, again }, { kind: 'message', body: 'hello' })
  // Between the question and the append this process may have stood still for longer than Redis knows an id.
  expect(published).toEqual([
    ['message', 7],
    ['message', 0],
  ])
})
