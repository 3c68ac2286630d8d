// Edits, deletions and reactions over real sockets: in one queue with the messages, and applied once whatever dies.
import { expect, test } from 'vitest'
import { failure, type FailureCode } from '@parley/protocol'
import { createMemoryOutboxStore, type Parley, type TimelineMessage } from '../src/index'
import { createOnlinePerson, createPerson, shown, startServer, startServers, until } from './stage'
import { createBrowserProfile } from './tabs'
import { OTHER_ROOM, ROOM, type World } from './world'

const refuse = (code: FailureCode) => ({ refuse: failure(code, { retryAfterMs: 5 }) })
const asked = (world: World) =>
  world.asked.filter(({ event }) => event === 'message:send' || event === 'message:change')
const kinds = (world: World) => world.events().map(({ event }) => event.kind)
const messages = (parley: Parley): readonly TimelineMessage[] =>
  parley.getState().timelines[ROOM]?.messages ?? []
const first = (parley: Parley) => messages(parley)[0]

/** A person who has sent a message, and its id. */
async function saying(parley: Parley, body: string): Promise<string> {
  const sent = parley.send(ROOM, body)
  if (!sent.ok) throw new Error(sent.failure.say)
  const { id } = sent.value
  await until(() => expect(messages(parley).find((message) => message.id === id)?.state.kind).toBe('sent'))
  return id
}

test('an edit, a reaction and a deletion show at once and are there for everybody', async () => {
  const { world, servers } = await startServers(1)
  const [ada, bo] = [await createOnlinePerson(servers), await createOnlinePerson(servers)]
  const id = await saying(ada, 'helo')
  expect(ada.edit(ROOM, id, ' hello ')).toMatchObject({ ok: true })
  expect(first(ada)).toMatchObject({ body: 'hello', edited: true, changing: { kind: 'edit' } })
  ada.react(ROOM, id, '👍', true)
  for (const parley of [ada, bo]) {
    await until(() =>
      expect(first(parley)).toMatchObject({
        body: 'hello',
        edited: true,
        reactions: [{ emoji: '👍', count: 1, mine: true, names: [] }],
        changing: null,
      }),
    )
  }
  ada.react(ROOM, id, '👍', false)
  ada.remove(ROOM, id)
  for (const parley of [ada, bo])
    await until(() => expect(first(parley)).toMatchObject({ body: '', deleted: true, reactions: [] }))
  expect(kinds(world)).toEqual(['message', 'edit', 'reaction', 'reaction', 'deletion'])
  expect(ada.getState().timelines[ROOM]?.cursor).toBe(1_005)
})

test('only changes that can never succeed are refused at once', async () => {
  const { servers } = await startServers(1)
  const parley = await createPerson(servers)
  const id = '01890000-0000-7000-8000-0000000000aa'
  expect(parley.edit(ROOM, id, ' ')).toMatchObject({ failure: { code: 'message-empty' } })
  expect(parley.react(ROOM, id, 'yes', true)).toMatchObject({ failure: { code: 'not-an-emoji' } })
})

test('4.3: changes wait in one queue with the messages: one in flight, in the order of writing', async () => {
  const { world, servers } = await startServers(1)
  const [server] = servers
  const parley = await createPerson(servers)
  parley.openRoom(ROOM)
  if (server) server.behaviour.sends = [refuse('maybe-appended'), { afterMs: 3 }, refuse('too-fast')]
  const sent = parley.send(ROOM, 'a')
  const id = sent.ok ? sent.value.id : ''
  parley.edit(ROOM, id, 'b')
  parley.send(ROOM, 'c')
  parley.react(ROOM, id, '🎉', true)
  expect(messages(parley)).toMatchObject([
    { body: 'b', seq: null, reactions: [{ emoji: '🎉' }] },
    { body: 'c' },
  ])
  parley.connect()
  await until(() => expect(kinds(world)).toEqual(['message', 'edit', 'message', 'reaction']))
  expect(server?.behaviour.mostInFlight).toBe(1)
  await until(() => expect(messages(parley).map(({ changing }) => changing)).toEqual([null, null]))
})

test('a change whose acknowledgement is lost is sent again with the same id, and applied once', async () => {
  const { world, servers } = await startServers(2)
  const parley = await createOnlinePerson(servers)
  const id = await saying(parley, 'a')
  if (servers[0]) servers[0].behaviour.sends = ['swallow']
  parley.edit(ROOM, id, 'b')
  await until(() => expect(kinds(world)).toEqual(['message', 'edit']))
  await servers[0]?.kill()
  await until(() => expect(first(parley)).toMatchObject({ body: 'b', changing: null }))
  expect(kinds(world)).toEqual(['message', 'edit'])
  const changes = world.askedFor('message:change')
  expect(new Set(changes.map(({ input }) => input.id)).size).toBe(1)
})

test('a permanent refusal: the view reverts and shows the reason; Retry sends the same again, Discard drops it', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  const id = await saying(parley, 'a')
  if (servers[0]) servers[0].behaviour.sends = [refuse('not-a-member'), refuse('not-a-member')]
  const edit = parley.edit(ROOM, id, 'b')
  const editId = edit.ok ? edit.value.id : ''
  const isToldFailed = () =>
    expect(first(parley)).toMatchObject({
      body: 'a',
      edited: false,
      changing: { id: editId, kind: 'edit', state: { kind: 'failed', failure: { code: 'not-a-member' } } },
    })
  await until(isToldFailed)
  parley.retry(ROOM, editId)
  expect(first(parley)).toMatchObject({ body: 'b' })
  await until(isToldFailed)
  parley.discard(ROOM, editId)
  expect(first(parley)).toMatchObject({ body: 'a', changing: null })
  expect(world.askedFor('message:change').map(({ input }) => input.id)).toEqual([editId, editId])
})

test('an edit of a message that was deleted meanwhile is refused, and its text is kept', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  const id = await saying(parley, 'a')
  const at = {
    id: '01890000-0000-7000-8000-0000000000dd',
    roomId: ROOM,
    authorId: 'p-ada',
    authorName: 'Ada',
    at: 2,
  }
  // From another device; this one does not know it yet.
  const deletion = world.say({ kind: 'deletion', ...at, messageId: id })
  const edit = parley.edit(ROOM, id, 'a long text')
  const editId = edit.ok ? edit.value.id : ''
  const failure = { code: 'message-deleted' }
  await until(() =>
    expect(first(parley)?.changing).toMatchObject({
      ...{ id: editId, kind: 'edit', body: 'a long text' },
      state: { kind: 'failed', failure },
    }),
  )
  world.tell(deletion)
  await until(() => expect(first(parley)).toMatchObject({ deleted: true, changing: { body: 'a long text' } }))
  expect(parley.edit(ROOM, id, 'too late')).toMatchObject({ failure })
  expect(parley.react(ROOM, id, '👍', true)).toMatchObject({ failure })
  expect(parley.remove(ROOM, id)).toMatchObject({ ok: true })
})

test('a message that was never tried is removed with its changes, and nothing is sent', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createPerson(servers)
  parley.openRoom(ROOM)
  const sent = parley.send(ROOM, 'a')
  const id = sent.ok ? sent.value.id : ''
  parley.edit(ROOM, id, 'b')
  expect(parley.remove(ROOM, id)).toMatchObject({ ok: true })
  expect(messages(parley)).toEqual([])
  parley.send(ROOM, 'c')
  parley.connect()
  await until(() => expect(shown(parley)).toEqual([['c', 'sent']]))
  expect(asked(world)).toHaveLength(1)
})

test('4.2: deleting a message that may have been appended sends a deletion after it', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  if (servers[0]) servers[0].behaviour.sends = [refuse('maybe-appended')]
  const sent = parley.send(ROOM, 'oh no')
  parley.remove(ROOM, sent.ok ? sent.value.id : '')
  expect(first(parley)).toMatchObject({ deleted: true, body: '' })
  await until(() => expect(kinds(world)).toEqual(['message', 'deletion']))
  await until(() => expect(first(parley)).toMatchObject({ deleted: true, changing: null, seq: 1_001 }))
})

test('4.2: so does one that failed after it may have been appended; if nothing was appended, nothing of it stays', async () => {
  const { world, servers } = await startServers(1)
  const outboxStore = createMemoryOutboxStore()
  const parley = await createOnlinePerson(servers, { outboxStore })
  if (servers[0]) servers[0].behaviour.sends = [refuse('not-confirmed'), refuse('not-a-member')]
  const sent = parley.send(ROOM, 'oh no')
  await until(() => expect(first(parley)?.state.kind).toBe('failed'))
  parley.remove(ROOM, sent.ok ? sent.value.id : '')
  expect(messages(parley)).toEqual([])
  await until(() => expect(world.askedFor('message:change')).toHaveLength(1))
  await saying(parley, 'next')
  expect(kinds(world)).toEqual(['message'])
  expect(messages(parley)).toHaveLength(1)
  await until(async () => expect(await outboxStore.load('p-ada')).toEqual([]))
})

test('4.2: a message that fails permanently after its deletion goes with its deletion', async () => {
  const { servers } = await startServers(1)
  const outboxStore = createMemoryOutboxStore()
  const parley = await createOnlinePerson(servers, { outboxStore })
  if (servers[0]) servers[0].behaviour.sends = [refuse('not-a-member')]
  const sent = parley.send(ROOM, 'oh no')
  parley.remove(ROOM, sent.ok ? sent.value.id : '')
  await until(() => expect(messages(parley)).toEqual([]))
  await until(async () => expect(await outboxStore.load('p-ada')).toEqual([]))
})

test('changes of messages make no room unread', async () => {
  const { world, servers } = await startServers(1)
  const said = world.hear('a', { roomId: OTHER_ROOM })
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  world.hearChange(said.event.id, { kind: 'reaction', emoji: '👍', on: true }, { roomId: OTHER_ROOM })
  const mine = world.hear('here')
  world.hearChange(mine.event.id, { kind: 'edit', body: 'there' })
  await until(() => expect(first(parley)?.body).toBe('there'))
  expect(parley.getState().rooms).toMatchObject({ list: [{ lastSeq: mine.seq }, { lastSeq: said.seq }] })
})

test('a head makes a room unread up to the last message, not up to the last change', async () => {
  const { world, servers } = await startServers(1)
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  const said = world.hear('a', { roomId: OTHER_ROOM, isTold: false })
  world.hearChange(said.event.id, { kind: 'edit', body: 'b' }, { roomId: OTHER_ROOM, isTold: false })
  servers[0]?.io.emit('room:head', world.head(OTHER_ROOM))
  await until(() => expect(parley.getState().rooms).toMatchObject({ list: [{}, { lastSeq: said.seq }] }))
})

function otherRoom(parley: Parley) {
  const { rooms } = parley.getState()
  return rooms.status === 'ready' ? rooms.list.find(({ id }) => id === OTHER_ROOM) : undefined
}

test('5.4: a room whose only new message was deleted is not unread, even if it was never opened', async () => {
  const { world, servers } = await startServers(1)
  const read = world.hear('read', { roomId: OTHER_ROOM })
  world.read(OTHER_ROOM, read.seq)
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  const asked = world.askedFor('GET /api/v1/rooms').length
  const wrong = world.hear('wrong room', { roomId: OTHER_ROOM })
  await until(() => expect(otherRoom(parley)?.lastSeq).toBe(wrong.seq))
  world.hearChange(wrong.event.id, { kind: 'deletion' }, { roomId: OTHER_ROOM })
  await until(() => expect(otherRoom(parley)).toMatchObject({ lastSeq: read.seq, readSeq: read.seq }))
  // Every client got both events: if each asked, one person could make all of them ask.
  expect(world.askedFor('GET /api/v1/rooms')).toHaveLength(asked)
})

test('5.4: nor is a room whose deletion was lost, or deleted a message from before this device came', async () => {
  const { world, servers } = await startServers(1)
  const said = world.hear('said', { roomId: OTHER_ROOM })
  const parley = await createOnlinePerson(servers)
  await parley.loadRooms()
  expect(otherRoom(parley)?.lastSeq).toBe(said.seq)
  world.hearChange(said.event.id, { kind: 'deletion' }, { roomId: OTHER_ROOM })
  await until(() => expect(otherRoom(parley)?.lastSeq).toBe(0))
  const next = world.hear('next', { roomId: OTHER_ROOM })
  await until(() => expect(otherRoom(parley)?.lastSeq).toBe(next.seq))
  world.hearChange(next.event.id, { kind: 'deletion' }, { roomId: OTHER_ROOM, isTold: false })
  servers[0]?.io.emit('room:head', world.head(OTHER_ROOM))
  await until(() => expect(otherRoom(parley)?.lastSeq).toBe(0))
})

test('P2: changes outlive their page, and another tab shows and sends them', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  const said = world.hear('theirs')
  const [one] = servers
  const yesterday = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  yesterday.disconnect()
  const sent = yesterday.send(ROOM, 'mine')
  yesterday.edit(ROOM, sent.ok ? sent.value.id : '', 'mine, better')
  yesterday.react(ROOM, said.event.id, '👍', true)
  const store = profile.openTab()
  await until(async () => expect(await store.load('p-ada')).toHaveLength(3))
  yesterday.close()

  const today = await createOnlinePerson(servers, { outboxStore: profile.openTab() })
  await until(() => expect(kinds(world)).toEqual(['message', 'message', 'edit', 'reaction']))
  await until(() =>
    expect(messages(today)).toMatchObject([
      { reactions: [{ emoji: '👍' }], changing: null },
      { body: 'mine, better', edited: true, changing: null },
    ]),
  )
  await until(async () => expect(await store.load('p-ada')).toEqual([]))
  expect(one?.behaviour.mostInFlight).toBe(1)
})

test('the last view is shown with its changes', async () => {
  const { world, servers } = await startServers(1)
  const profile = createBrowserProfile()
  const parley = await createOnlinePerson(servers, { snapshotStore: profile.openSnapshots() })
  const said = world.hear('a')
  world.hearChange(said.event.id, { kind: 'edit', body: 'b' })
  await until(() => expect(first(parley)?.body).toBe('b'))
  await until(async () => {
    const kept = await profile.openSnapshots().loadRoom('p-ada', ROOM)
    expect(kept?.events).toMatchObject([{ event: { body: 'b' }, changes: { edited: {} } }])
  })
  parley.close()
  await servers[0]?.kill()
  const page = await startServer(world, '1')
  if (page) page.behaviour.pages = [failure('database-unavailable', { retryAfterMs: 60_000 })]
  const next = await createPerson([page], { snapshotStore: profile.openSnapshots() })
  next.openRoom(ROOM)
  await until(() => expect(first(next)).toMatchObject({ body: 'b', edited: true }))
})
