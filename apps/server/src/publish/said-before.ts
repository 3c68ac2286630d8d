import type { Delivery } from '@parley/delivery'
import type { Database } from '@parley/database'
import { decodeRoomEvent, fail, ok, type Result, type RoomEvent, type SequencedEvent } from '@parley/protocol'

type Identity = Pick<RoomEvent, 'roomId' | 'id' | 'authorId'>

/**
 * What an id that was perhaps said became: the event in its place for its own sender, `id-taken` for anybody else,
 * null when it was never said. Both reject when an engine that must be asked is away: "later" is then the answer.
 */
export interface SaidBefore {
  /** Redis first, then PostgreSQL: ids leave Redis 10 minutes after they are stored, and all at once when it is emptied. */
  find(identity: Identity): Promise<Result<SequencedEvent> | null>
  /** Asks Redis alone: null also for what was stored and trimmed. */
  findLive(identity: Identity): Promise<Result<SequencedEvent> | null>
  findInDatabase(identity: Identity): Promise<Result<SequencedEvent> | null>
  /** What stands under an id, whoever said it. */
  look(roomId: string, id: string): Promise<SequencedEvent | null>
}

export function createSaidBefore(parts: {
  delivery: Pick<Delivery, 'find'>
  events: Pick<Database['events'], 'find'>
}): SaidBefore {
  const { delivery, events } = parts

  async function find(identity: Identity) {
    return (await findLive(identity)) ?? findInDatabase(identity)
  }

  async function findLive(identity: Identity) {
    const live = await lookLive(identity.roomId, identity.id)
    return live && toOwner(identity, live)
  }

  async function look(roomId: string, id: string) {
    return (await lookLive(roomId, id)) ?? events.find(roomId, id)
  }

  async function lookLive(roomId: string, id: string): Promise<SequencedEvent | null> {
    const [known] = await delivery.find(roomId, [id])
    const decoded = known?.event ? decodeRoomEvent(known.event) : null
    return known && decoded?.kind === 'event'
      ? { seq: known.seq, epoch: known.epoch, event: decoded.event }
      : null
  }

  async function findInDatabase(identity: Identity) {
    const stored = await events.find(identity.roomId, identity.id)
    return stored && toOwner(identity, stored)
  }

  return { find, findLive, findInDatabase, look }
}

function toOwner({ authorId }: Identity, stored: SequencedEvent): Result<SequencedEvent> {
  return stored.event.authorId === authorId ? ok(stored) : fail('id-taken')
}
