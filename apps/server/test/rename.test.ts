import { rates, room, type Person } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const ANNOUNCED_WITHIN_MS = 3_000

let database: Awaited<ReturnType<typeof makeDatabase>>
let here: ServerHere
let there: ServerHere

beforeAll(async () => {
  database = await makeDatabase()
  const engines = { DATABASE_URL: database.url, REDIS_URL: redisUrl(14) }
  ;[here, there] = await Promise.all([startServerHere('1', engines), startServerHere('2', engines)])
})
afterAll(async () => {
  await Promise.all([here?.close(), there?.close()])
  await database?.drop()
})

async function rename({ post }: Guest, name: string): Promise<Partial<Person> & { code?: string }> {
  return (await (await post('/me/name', { name })).json()) as Partial<Person>
}

/** The people whose changes this socket was told, the latest by id. */
function watchPeople({ socket }: Guest): Map<string, Person> {
  const seen = new Map<string, Person>()
  socket.on('people:changed', ({ people }: { people: Person[] }) => {
    for (const person of people) seen.set(person.id, person)
  })
  return seen
}

async function say({ ask }: Guest, roomId: string, body: string): Promise<string> {
  const message = { roomId, id: newId(), body, again: false, epoch: 0 }
  const said = await ask<{ event: { authorName: string } }>('message:send', message)
  if (!said.ok) throw new Error(said.failure.code)
  return said.value.event.authorName
}

test('everybody on every server sees a new name, the person writes under it, and old messages keep theirs', async () => {
  const ada = await joinAsGuest(here.url, 'Ada')
  const bo = await joinAsGuest(there.url, 'Bo')
  const phone = await connectGuest(there.url, ada.cookie)
  const { id: roomId } = room.parse(await (await ada.post('/rooms', { name: 'Plans' })).json())
  await bo.post(`/rooms/${roomId}/join`)
  const told: string[] = []
  phone.socket.on('person:changed', ({ person }: { person: Person }) => told.push(person.name))
  const seen = watchPeople(bo)
  expect(await say(ada, roomId, 'before')).toBe('Ada')

  const renamed = await rename(ada, '  Ada   Lovelace ')
  expect(renamed).toMatchObject({ name: 'Ada Lovelace', isGuest: true })
  await until('everybody knows', ANNOUNCED_WITHIN_MS, () => seen.get(renamed.id!)?.name === 'Ada Lovelace')
  await until('the other device knows', ANNOUNCED_WITHIN_MS, () => told.length > 0)
  expect(told).toEqual(['Ada Lovelace'])
  expect(await say(phone, roomId, 'after')).toBe('Ada Lovelace')

  const page = await bo.ask<{ events: { event: { body: string; authorName: string } }[] }>('history:page', {
    roomId,
    before: null,
    limit: 50,
  })
  const written = page.ok ? page.value.events.map(({ event }) => [event.body, event.authorName]) : []
  expect(written).toEqual([
    ['before', 'Ada'],
    ['after', 'Ada Lovelace'],
  ])
  for (const { socket } of [ada, bo, phone]) socket.close()
})

test('everybody sees that a guest has an account now', async () => {
  const [ada, bo] = [await joinAsGuest(here.url, 'Ada'), await joinAsGuest(there.url, 'Bo')]
  const seen = watchPeople(bo)
  const claimed = await ada.post('/account', { userName: 'ada.claims', password: 'correct horse' })
  const { person } = (await claimed.json()) as { person: Person }
  await until('everybody knows', ANNOUNCED_WITHIN_MS, () => seen.has(person.id))
  expect(seen.get(person.id)).toEqual({ id: person.id, name: 'Ada', isGuest: false })
  for (const { socket } of [ada, bo]) socket.close()
})

test('many changes at once share few events, and none is lost', async () => {
  const bo = await joinAsGuest(there.url, 'Bo')
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, i) => joinAsGuest(here.url, `Guest ${i}`)))
  let events = 0
  bo.socket.on('people:changed', () => events++)
  const seen = watchPeople(bo)
  await Promise.all(crowd.map((guest, i) => rename(guest, `Renamed ${i}`)))
  const renamed = () => [...seen.values()].filter(({ name }) => name.startsWith('Renamed')).length
  await until('all are told', ANNOUNCED_WITHIN_MS, () => renamed() === crowd.length)
  expect(events).toBeLessThan(crowd.length / 2)
  for (const { socket } of [bo, ...crowd]) socket.close()
})

test.each([
  ['a', 'name-too-short'],
  ['a'.repeat(33), 'name-too-long'],
  ['Аda', 'name-mixes-alphabets'],
  ['Ada\u0000', 'bad-text'],
])('the name %j is refused: %s', async (name, code) => {
  const ada = await joinAsGuest(here.url, 'Ada')
  expect((await rename(ada, name)).code).toBe(code)
  expect(
    await (await fetch(`${here.url}/api/v1/me`, { headers: { cookie: ada.cookie } })).json(),
  ).toMatchObject({
    name: 'Ada',
  })
  ada.socket.close()
})

test('a person takes a few names in a row, and then no more for a while, on any server', async () => {
  const ada = await joinAsGuest(here.url, 'Ada')
  const elsewhere = await connectGuest(there.url, ada.cookie)
  for (let i = 0; i < rates.rename.burst; i++)
    expect((await rename(i % 2 ? ada : elsewhere, `Ada ${i}`)).name).toBe(`Ada ${i}`)
  for (const guest of [ada, elsewhere]) expect((await rename(guest, 'Eve')).code).toBe('too-fast')
  for (const { socket } of [ada, elsewhere]) socket.close()
})
