import { createLogger } from '@parley/service'
import { expect, test } from 'vitest'
import { createIsMember } from './memberships'
import type { ParleySocket } from '../socket/socket-types'

test('4.5: an answer requested before a removal lets no one in', async () => {
  const rooms = new Set<string>()
  const socket = {
    data: { user: { id: 'ada' } },
    rooms,
    join: (channel: string) => rooms.add(channel),
  } as unknown as ParleySocket
  let revoked = 0
  const isMember = createIsMember({
    members: {
      async isMember() {
        revoked += 1 // she is removed while the answer is on its way
        return true
      },
    },
    revocations: { count: () => revoked },
    recheck: { check: async (sockets) => sockets.forEach(({ rooms }) => rooms.clear()) },
    logger: createLogger('test', 'fatal'),
  })
  expect(await isMember(socket, 'a room')).toMatchObject({ failure: { code: 'not-a-member' } })
  expect(rooms.size).toBe(0)
})
