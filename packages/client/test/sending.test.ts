import { expect, test } from 'vitest'
import { failure, type FailureCode } from '@parley/protocol'
import { createMemoryOutboxStore, type OldEntry } from '../src/index'
import { createOnlinePerson, createPerson, shown, startServers, until } from './stage'
import { OTHER_ROOM, ROOM, type SendBehaviour, type World } from './world'

const refuse = (code: FailureCode) => ({ refuse: failure(code, { retryAfterMs: 5 }) })
const sends = (world: World) => world.askedFor('message:send').map(({ input }) => [input.body, input.again])

test('a message is shown at once, and is sent when the server gave its position', async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  const pictures: unknown[] = []
  parley.subscribe(() => pictures.push(shown(parley)))
  expect(parley.send(ROOM, '  hello ')).toMatchObject({ ok: true })
  expect(shown(parley)).toEqual([['hello', 'sending']])
  await until(() => expect(shown(parley)).toEqual([['hello', 'sent']]))
  expect(parley.getState().timelines[ROOM]?.messages[0]).toMatchObject({
    seq: 1_001,
    author: { id: 'p-ada', name: 'Ada' },
  })
  // Never gone and never twice, not even between two changes.
  const kinds = new Set(pictures.map((picture) => JSON.stringify(picture)))
  expect([...kinds]).toEqual(['queued', 'sending', 'sent'].map((state) => JSON.stringify([['hello', state]])))
})

test('only messages that can never be sent are refused at once', async () => {
  const { servers } = await startServers(1)
  const parley = await createPerson(servers)
  expect(parley.send(ROOM, ' ')).toMatchObject({ failure: { code: 'message-empty' } })
  expect(parley.send(ROOM, 'x'.repeat(4_001))).toMatchObject({ failure: { code: 'message-too-long' } })
  expect(parley.send(ROOM, 'later')).toMatchObject({ ok: true })
})

test('messages written without a connection wait, and are sent in the order of writing', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createPerson(servers)
  parley.openRoom(ROOM)
  for (const body of ['a', 'b', 'c']) parley.send(ROOM, body)
  expect(shown(parley)).toEqual([
    ['a', 'queued'],
    ['b', 'queued'],
    ['c', 'queued'],
  ])
  parley.connect()
  await until(() => expect(world.bodies()).toEqual(['a', 'b', 'c']))
})

test('server killed before it answered: sent again to another with the same id, and there once', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = ['swallow']
  const sent = parley.send(ROOM, 'survives')
  await until(() => expect(world.bodies()).toEqual(['survives']))
  await servers[0]?.kill()
  await until(() => expect(shown(parley)).toEqual([['survives', 'sent']]))
  expect(world.bodies()).toEqual(['survives'])
  const id = sent.ok ? sent.value.id : ''
  for (const { input } of world.askedFor('message:send')) expect(input.id).toBe(id)
})

test('killed before anything was appended: sent again to another as maybe appended', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = [{ afterMs: 100_000_000 }]
  parley.send(ROOM, 'a')
  parley.send(ROOM, 'b')
  await until(() => expect(world.askedFor('message:send')).toHaveLength(1))
  await servers[0]?.kill()
  await until(() => expect(world.bodies()).toEqual(['a', 'b']))
  expect(
    world.askedFor('message:send').map(({ serverId, input }) => [serverId, input.body, input.again]),
  ).toEqual([
    ['1', 'a', false],
    ['2', 'a', true],
    ['2', 'b', false],
  ])
})

test('a temporary refusal: order is kept, one in flight per room, until all are sent', async () => {
  const { world, servers } = await startServers(1)
  const [server] = servers
  const parley = await createOnlinePerson(servers)
  const bodies = Array.from({ length: 20 }, (_, i) => `m${i}`)
  if (server) {
    server.behaviour.sends = bodies.flatMap<SendBehaviour>((_, i) =>
      i % 3 === 0
        ? [refuse('maybe-appended'), { afterMs: 3 }]
        : i % 3 === 1
          ? [refuse('too-fast')]
          : ['answer'],
    )
  }
  for (const body of bodies) parley.send(ROOM, body)
  await until(() => expect(world.bodies()).toEqual(bodies))
  expect(server?.behaviour.mostInFlight).toBe(1)
  await until(() => expect(shown(parley)).toEqual(bodies.map((body) => [body, 'sent'])))
})

test('sends:resumed ends the wait after a temporary refusal; order is kept', async () => {
  const { world, servers } = await startServers(1)
  const [server] = servers
  const parley = await createOnlinePerson(servers)
  const inAnHour = { refuse: failure('maybe-appended', { retryAfterMs: 3_600_000 }) }
  if (server) server.behaviour.sends = [inAnHour, inAnHour]
  for (const body of ['a', 'b']) parley.send(ROOM, body)
  parley.send(OTHER_ROOM, 'c')
  await until(() => expect(sends(world)).toHaveLength(2)) // 'a' and 'c', refused
  server?.io.emit('sends:resumed', { withinMs: 20 })
  await until(() => expect(world.bodies()).toEqual(['a', 'b']))
  await until(() => expect(world.bodies(OTHER_ROOM)).toEqual(['c']))
  expect(server?.behaviour.mostInFlight).toBe(1)
})

test('rooms do not wait for each other', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = [{ afterMs: 100_000_000 }]
  parley.send(ROOM, 'stuck')
  await until(() => expect(world.askedFor('message:send')).toHaveLength(1))
  parley.send(OTHER_ROOM, 'free')
  await until(() => expect(world.bodies(OTHER_ROOM)).toEqual(['free']))
})

test('a permanent refusal: it shows the reason, the next one continues, Retry sends the same again, Delete removes it', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = [refuse('not-a-member'), 'answer', refuse('not-a-member')]
  const first = parley.send(ROOM, 'first')
  parley.send(ROOM, 'second')
  await until(() =>
    expect(shown(parley)).toEqual([
      ['second', 'sent'],
      ['first', 'failed'],
    ]),
  )
  const id = first.ok ? first.value.id : ''
  expect(parley.getState().timelines[ROOM]?.messages[1]?.state).toMatchObject({
    failure: { code: 'not-a-member' },
  })
  parley.retry(ROOM, id)
  await until(() => expect(sends(world)).toHaveLength(3))
  await until(() => expect(shown(parley)[1]).toEqual(['first', 'failed']))
  parley.retry(ROOM, id)
  await until(() => expect(shown(parley)[1]).toEqual(['first', 'sent']))
  expect(new Set(world.askedFor('message:send').map(({ input }) => input.id)).size).toBe(2)

  if (servers[0]) servers[0].behaviour.sends = [refuse('not-a-member')]
  const third = parley.send(ROOM, 'third')
  await until(() => expect(shown(parley)[2]).toEqual(['third', 'failed']))
  parley.discard(ROOM, third.ok ? third.value.id : '')
  expect(shown(parley)).toHaveLength(2)
})

test('an own message that comes back live counts as sent, even if its acknowledgement is lost', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = ['swallow']
  parley.send(ROOM, 'a')
  parley.send(ROOM, 'b')
  await until(() => expect(world.bodies()).toEqual(['a']))
  const [said] = world.events()
  if (said) world.tell(said)
  await until(() => expect(shown(parley)).toEqual([['a', 'sent'], ['b', 'sent']])) // prettier-ignore
  expect(sends(world)).toEqual([['a', false], ['b', false]]) // prettier-ignore
})

test('messages that an earlier page left in the store are sent again; acknowledged ones have left it', async () => {
  const { world, servers } = await startServers(1)
  const outboxStore = createMemoryOutboxStore()
  // In the format of an older build, which knew only messages.
  const left: OldEntry = {
    id: '01890000-0000-7000-8000-0000000000aa',
    roomId: ROOM,
    body: 'from yesterday',
    writtenAt: 1,
    failure: null,
  }
  await outboxStore.put('p-ada', left as never)
  const parley = await createOnlinePerson(servers, { outboxStore })
  parley.send(ROOM, 'from today')
  await until(() => expect(world.bodies()).toEqual(['from yesterday', 'from today']))
  expect(sends(world)).toEqual([['from yesterday', true], ['from today', false]]) // prettier-ignore
  await until(async () => expect(await outboxStore.load('p-ada')).toEqual([]))
})

test('messages waiting for a room that was left stay in the state until they are discarded', async () => {
  const { servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  parley.openRoom(OTHER_ROOM)
  if (servers[0]) servers[0].behaviour.sends = [refuse('not-a-member')]
  const sent = parley.send(OTHER_ROOM, 'left behind')
  const id = sent.ok ? sent.value.id : ''
  await until(() => expect(shown(parley, OTHER_ROOM)).toEqual([['left behind', 'failed']]))
  await parley.leaveRoom(OTHER_ROOM)
  expect(parley.getState().timelines[OTHER_ROOM]).toBe(undefined)
  expect(parley.getState().unsent).toEqual({ [OTHER_ROOM]: [id] })
  parley.discard(OTHER_ROOM, id)
  expect(parley.getState().unsent).toEqual({})
})
