// Guest lookups: each author is requested once, many at a time, and again only after a failure.
import { expect, test } from 'vitest'
import { createPerson, serverOf, startServers, until } from './stage'

async function look() {
  const { world, servers } = await startServers(1)
  const parley = await createPerson(servers)
  const asked = () => world.asked.filter(({ event }) => event.startsWith('GET /api/v1/people')).map(idsOf)
  const known = () => Object.values(parley.getState().people).map(({ id, isGuest }) => [id, isGuest])
  return { world, servers, parley, asked, known }
}

const idsOf = ({ event }: { event: string }) =>
  new URL(event.replace('GET ', ''), 'http://server').searchParams.getAll('id')
const ids = (count: number) => Array.from({ length: count }, (_, i) => `p-${i}`)

test('every author is looked up once, with all others requested meanwhile', async () => {
  const { parley, asked, known } = await look()
  parley.lookUpPeople(['guest-bo', 'cy'])
  parley.lookUpPeople(['cy', 'nobody'])
  await until(() =>
    expect(known()).toEqual([
      ['guest-bo', true],
      ['cy', false],
    ]),
  )
  parley.lookUpPeople(['cy', 'nobody', 'guest-bo'])
  parley.lookUpPeople(['guest-di'])
  await until(() => expect(known()).toContainEqual(['guest-di', true]))
  expect(asked()).toEqual([['guest-bo', 'cy', 'nobody'], ['guest-di']])
})

test('more people than a server looks up at once are requested in turn', async () => {
  const { parley, asked, known } = await look()
  parley.lookUpPeople(ids(250))
  await until(() => expect(known()).toHaveLength(250))
  expect(asked().map((each) => each.length)).toEqual([100, 100, 50])
})

test('people whose lookup failed are requested again with the next lookup', async () => {
  const { world, parley, asked, known } = await look()
  world.lookUpsToRefuse.push(true)
  parley.lookUpPeople(['cy'])
  await until(() => expect(asked()).toHaveLength(1))
  await until(() => {
    parley.lookUpPeople(['cy'])
    expect(known()).toEqual([['cy', false]])
  })
  expect(asked()).toEqual([['cy'], ['cy']])
})

test('signing out drops all looked-up people', async () => {
  const { parley, known } = await look()
  parley.lookUpPeople(['cy'])
  await until(() => expect(known()).toHaveLength(1))
  await parley.signOut()
  expect(known()).toEqual([])
})

test('a changed person is known at once, even if nobody asked; after a reconnect the known ones are looked up again', async () => {
  const { servers, parley, asked, known } = await look()
  parley.connect()
  await until(() => expect(serverOf(parley)).toBe('1'))
  parley.lookUpPeople(['guest-bo', 'cy'])
  await until(() => expect(known()).toHaveLength(2))
  const people = [
    { id: 'guest-bo', name: 'Bo', isGuest: false },
    { id: 'di', name: 'Di', isGuest: false },
  ]
  servers[0]!.io.emit('people:changed', { people })
  await until(() =>
    expect(known()).toEqual([
      ['guest-bo', false],
      ['cy', false],
      ['di', false],
    ]),
  )
  servers[0]!.io.disconnectSockets(true)
  await until(() =>
    expect(asked()).toEqual([
      ['guest-bo', 'cy'],
      ['guest-bo', 'cy', 'di'],
    ]),
  )
})
