import { failure } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createCommands } from './commands'
import { createOutboxes } from './outboxes'

const ROOM = 'r'
const STRANGE_ID = '01890000-0000-7000-8000-0000000000aa'

/** A person's commands, with the store's updates. */
function makeCommands({ isSignedIn = true } = {}) {
  const outboxes = createOutboxes()
  const told: string[] = []
  const named = new Map<string, string>()
  const name = (id: string) => named.get(id) ?? id
  const commands = createCommands({
    outboxes,
    kept: {
      put({ id, operation, failure: why }) {
        if (!named.has(id)) named.set(id, `${operation.kind} ${named.size + 1}`)
        told.push(`put ${name(id)}${why ? ` ${why.code}` : ''}`)
      },
      remove: (id) => told.push(`remove ${name(id)}`),
    },
    timers: { stop: (id) => told.push(`stop ${name(id)}`) },
    isSignedIn: () => isSignedIn,
    now: () => 5,
  })
  const say = (body: string) => {
    const said = commands.enqueue(ROOM, { kind: 'message', body })
    if (!said.ok) throw new Error(said.failure.code)
    return said.value.id
  }
  const change = (messageId: string) => {
    commands.enqueue(ROOM, { kind: 'reaction', messageId, emoji: '👍', on: true })
  }
  const step = (id: string, kind: 'started' | 'unanswered') => outboxes.step(ROOM, { kind, id })
  const refuse = (id: string) =>
    outboxes.step(ROOM, { kind: 'refused', id, failure: failure('not-a-member') })
  const waiting = () => outboxes.of(ROOM).map(({ id }) => name(id))
  return { commands, outboxes, told, say, change, step, refuse, waiting, name }
}

test('a message is in the store before it is sent', () => {
  const { commands, outboxes, told, say } = makeCommands()
  outboxes.subscribe(() => told.push('told'))
  const id = say(' hello ')
  expect(told).toEqual(['put message 1', 'told'])
  expect(outboxes.find(ROOM, id)).toMatchObject({
    id,
    roomId: ROOM,
    operation: { kind: 'message', body: 'hello' },
    writtenAt: 5,
    failure: null,
  })
  expect(commands.enqueue(ROOM, { kind: 'message', body: ' ' })).toMatchObject({
    failure: { code: 'message-empty' },
  })
  expect(told).toHaveLength(2)
})

test('a person writes nothing before they have signed in', () => {
  const { commands, told } = makeCommands({ isSignedIn: false })
  const hello = { kind: 'message', body: 'hello' } as const
  expect(commands.enqueue(ROOM, hello)).toMatchObject({ failure: { code: 'not-signed-in' } })
  expect(told).toEqual([])
})

test('4.2: a message that no other person can have seen is removed, with its changes', () => {
  const { commands, say, change, waiting, told } = makeCommands()
  const id = say('hello')
  change(id)
  change(STRANGE_ID)
  told.length = 0
  expect(commands.takeBack(ROOM, id)).toEqual({ ok: true, value: { id } })
  expect(waiting()).toEqual(['reaction 3'])
  expect(told).toEqual(['stop message 1', 'remove message 1', 'stop reaction 2', 'remove reaction 2'])
})

test('4.2: a message that may have been appended gets a deletion after it, and stays', () => {
  const { commands, say, step, waiting } = makeCommands()
  const id = say('hello')
  step(id, 'started')
  expect(commands.takeBack(ROOM, id)).toMatchObject({ ok: true })
  expect(waiting()).toEqual(['message 1', 'deletion 2'])
})

test('4.2: a message that failed after it may have been appended is removed, and deleted', () => {
  const { commands, say, step, refuse, waiting } = makeCommands()
  const id = say('hello')
  step(id, 'started')
  step(id, 'unanswered')
  refuse(id)
  commands.takeBack(ROOM, id)
  expect(waiting()).toEqual(['deletion 2'])
})

test('a message in the room is deleted', () => {
  const { commands, waiting } = makeCommands()
  commands.takeBack(ROOM, STRANGE_ID)
  expect(waiting()).toEqual(['deletion 1'])
})

test('a message on its way is not discarded, nor are its changes', () => {
  const { commands, say, change, step, waiting, told } = makeCommands()
  const id = say('hello')
  change(id)
  step(id, 'started')
  told.length = 0
  commands.discard(ROOM, id)
  commands.discard(ROOM, 'nothing')
  expect(waiting()).toEqual(['message 1', 'reaction 2'])
  expect(told).toEqual([])
})

test('discarding a message keeps its deletion', () => {
  const { commands, say, step, refuse, waiting } = makeCommands()
  const id = say('hello')
  step(id, 'started')
  commands.takeBack(ROOM, id)
  refuse(id)
  commands.discard(ROOM, id)
  expect(waiting()).toEqual(['deletion 2'])
})

test('a retried operation is stored as one to be sent', () => {
  const { commands, outboxes, say, refuse, told } = makeCommands()
  const id = say('hello')
  refuse(id)
  commands.save(ROOM, id)
  commands.retry(ROOM, id)
  commands.save(ROOM, 'nothing')
  expect(told.slice(1)).toEqual(['put message 1 not-a-member', 'put message 1'])
  expect(outboxes.find(ROOM, id)).toMatchObject({ phase: 'queued' })
})

test('a deletion of a message that was never appended removes the message, too', () => {
  const { commands, outboxes, say, step, refuse, waiting, told } = makeCommands()
  const id = say('hello')
  step(id, 'started')
  step(id, 'unanswered')
  commands.takeBack(ROOM, id)
  refuse(id)
  told.length = 0
  commands.forgetDeletion(outboxes.of(ROOM)[1]!)
  expect(waiting()).toEqual([])
  expect(told).toEqual(['stop deletion 2', 'remove deletion 2', 'stop message 1', 'remove message 1'])
})
