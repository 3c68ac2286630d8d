import { randomUUID } from 'node:crypto'
import type { SequencedEvent } from '@parley/protocol'
import type { Database } from '../src/index'

/** A UUID of version 7, of this moment. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

export function said(
  roomId: string,
  seq: number,
  { epoch = 0, ...event }: Partial<SequencedEvent['event']> & { epoch?: number } = {},
): SequencedEvent {
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

/** Numbers a partition's batches, so that a test need not. */
export function createLog({ events, offsets }: Database, partition: number) {
  return {
    async store(stored: SequencedEvent[]): Promise<'stored' | 'not-owner'> {
      const { next: from, generation } = await offsets.claim(partition)
      const next = from + stored.length
      return events.store({ partition, generation, from, next, events: stored, deadLetters: [] })
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
