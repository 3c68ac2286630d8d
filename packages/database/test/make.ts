import { randomUUID } from 'node:crypto'
import type { MessageChange, MessageSaid, SequencedEvent, SequencedMessage } from '@parley/protocol'
import type { Database } from '../src/index'

/** A new UUID of version 7. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

export function said(
  roomId: string,
  seq: number,
  { epoch = 0, ...event }: Partial<MessageSaid> & { epoch?: number } = {},
): SequencedMessage {
  const author = { authorId: 'ada', authorName: 'Ada' }
  return {
    seq,
    epoch,
    event: {
      kind: 'message',
      id: newId(),
      roomId,
      ...author,
      body: `message ${seq}`,
      at: 1_795_000_000_123,
      ...event,
    },
  }
}

type What =
  { kind: 'edit'; body: string } | { kind: 'deletion' } | { kind: 'reaction'; emoji: string; on: boolean }

/** A change of that message, by its author unless another author is given. */
export function changed(
  { epoch, event }: SequencedMessage,
  seq: number,
  what: What,
  by: string = event.authorId,
): SequencedEvent & { event: MessageChange } {
  const { roomId, id: messageId } = event
  const change = {
    id: newId(),
    roomId,
    messageId,
    authorId: by,
    authorName: `Name of ${by}`,
    at: 1_795_000_001_000 + seq,
  }
  return { seq, epoch, event: { ...change, ...what } }
}

/** Numbers a partition's batches for the test. */
export function createLog({ events, offsets }: Database, partition: number) {
  return {
    async store(stored: SequencedEvent[]): Promise<number | 'fenced'> {
      const { nextOffset: baseOffset, fencingToken } = await offsets.takeOver(partition)
      const nextOffset = baseOffset + stored.length
      return events.store({
        partition,
        fencingToken,
        baseOffset,
        nextOffset,
        events: stored,
        deadLetters: [],
      })
    },
  }
}

export async function makePerson(
  { prisma }: Database,
  id: string,
  { isAnonymous = false } = {},
): Promise<string> {
  await prisma.user.create({ data: { id, name: `Name of ${id}`, email: `${id}@example.org`, isAnonymous } })
  return id
}

export async function makeRoom({ prisma, members }: Database, ...people: string[]): Promise<string> {
  const { id } = await prisma.room.create({ data: { name: 'a room', nameKey: newId() } })
  for (const person of people) await members.join(id, person)
  return id
}
