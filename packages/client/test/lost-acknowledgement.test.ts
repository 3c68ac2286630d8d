// In a file of its own, because it waits for the whole timeout: tools/path-model runs the other tests of sending a
// thousand times.
import { expect, test } from 'vitest'
import { createOnlinePerson, shown, startServers, until } from './stage'
import { ROOM } from './world'

test('a lost acknowledgement times out after 10 s, and the message is sent again', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = ['swallow']
  parley.send(ROOM, 'once')
  await until(() => expect(shown(parley)).toEqual([['once', 'sent']]))
  expect(world.askedFor('message:send').map(({ input }) => [input.body, input.again])).toEqual([
    ['once', false],
    ['once', true],
  ])
  expect(world.bodies()).toEqual(['once'])
})
