import { expect, test } from 'vitest'
import { createFindUser } from './sessions'

test('the user of a session, with its token; null if there is none', async () => {
  const session = { sessionId: 's', personId: 'ada', name: 'Ada', isGuest: true, expiresAt: new Date() }
  const findUser = createFindUser({ byToken: async (token) => (token === 'token' ? session : null) })
  expect(await findUser('token')).toEqual({
    id: 'ada',
    name: 'Ada',
    isGuest: true,
    sessionId: 's',
    sessionToken: 'token',
  })
  expect(await findUser('another')).toBeNull()
})
