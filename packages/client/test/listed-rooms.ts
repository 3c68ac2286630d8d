// The list of rooms of a person whose server answers as a test defines.
import { ok, type Person, type Result, type Room, type SequencedEvent } from '@parley/protocol'
import { vi } from 'vitest'
import type { Rest } from '../src/connection/rest'
import { createRooms } from '../src/rooms/rooms'
import type { ParleyState } from '../src/state'
import { createStore } from '../src/store'

export const ADA = { id: 'p-ada', name: 'Ada', isGuest: true }

export function room(id: string, more: Partial<Room> = {}): Room {
  const at = { lastSeq: 5, readSeq: 3, isMember: true, memberCount: 2 }
  const kind = { kind: 'public', role: 'member', people: [] as Person[] } as const
  return { id, name: id, topic: '', isLobby: false, ...at, ...kind, ...more }
}
export const said = (seq: number, roomId = 'r'): SequencedEvent => ({
  ...{ seq, epoch: 1 },
  event: { kind: 'message', id: `m${seq}`, roomId, authorId: 'p-bo', authorName: 'Bo', at: 1, body: 'hello' },
})
export const deletion = (seq: number, messageId: string): SequencedEvent => ({
  ...{ seq, epoch: 1 },
  event: {
    kind: 'deletion',
    id: `d${seq}`,
    roomId: 'r',
    authorId: 'p-bo',
    authorName: 'Bo',
    at: 1,
    messageId,
  },
})

/** The list of a person whose server gives these answers in turn, and then a list of two rooms. */
export function makeRooms(...answers: (Result<unknown> | Promise<Result<unknown>>)[]) {
  const asked: unknown[] = []
  const further: unknown[] = []
  const store = createStore({ person: ADA, rooms: { status: 'idle' }, directoryVersion: 0 } as ParleyState)
  const answer = async (...question: unknown[]) => {
    asked.push(question.filter((part) => typeof part === 'string' || part === null).join(' '))
    return answers.shift() ?? ok({ rooms: [room('r'), room('s')] })
  }
  const rest = {
    get: (path: string) => answer('GET', path),
    post: (path: string, body: object) => answer('POST', path, JSON.stringify(body)),
  } as unknown as Rest
  const rooms = createRooms({
    rest,
    store,
    onReadFurther: (...mark) => further.push(mark),
    random: () => 0.5,
  })
  const list = () => {
    const { rooms } = store.get()
    return rooms.status === 'ready' ? rooms.list : rooms.status
  }
  const one = (id = 'r') => (list() as Room[]).find((each) => each.id === id)
  const after = async (ms: number) => (await vi.advanceTimersByTimeAsync(ms), asked.splice(0))
  return { rooms, store, asked, further, list, one, after, answers }
}

/** After the list was loaded. */
export async function makeLoaded(...answers: (Result<unknown> | Promise<Result<unknown>>)[]) {
  const made = makeRooms(ok({ rooms: [room('r'), room('s')] }), ...answers)
  await made.rooms.load()
  made.asked.length = 0
  return made
}
