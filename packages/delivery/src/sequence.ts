import type { RoomId } from '@parley/protocol'
import type { RoomKeys } from './keys'
import { roomEnvelope } from './room-channel'
import { loadScript, type RedisClient } from './script'

/** The script refuses more, and then writes nothing of the call. */
export const MAX_EVENTS_PER_CALL = 500

export interface SequenceRequest {
  roomId: RoomId
  /**
   * A server never starts an epoch, and waits at a recovery barrier; the persister may start one, because it reads the
   * log in order.
   */
  by: 'server' | 'persister'
  /** How far PostgreSQL has stored the room's partition: the offset of the next record to store. */
  storedOffset: number
  /** Starts an epoch in a room that Redis lost. Only for the persister; without effect while the head is valid. */
  startEpoch?: {
    /** PostgreSQL's highest seq of the room; 0 when it has none. */
    highest: number
    /** The log's end, read after the head was found lost: servers sequence here again when `storedOffset` reaches it. */
    recoveryBarrier: number | null
    /** The loss that `recoveryBarrier` belongs to. After another loss the answer is 'no-epoch' again. */
    loss?: string
  }
  /**
   * The room's epoch when these were known not to be stored: before they were first appended, or before PostgreSQL was asked.

   */
  epoch?: number
  /** In the order of the log. At most MAX_EVENTS_PER_CALL. `isChange`: a change of a message. */
  events: { id: string; event: string; isChange?: boolean }[]
}

export interface AssignedSeq {
  id: string
  seq: number
  /** False: the id was known and `seq` is its old one. */
  isNew: boolean
}

export type SequenceResult =
  /** `unstored`: how many of the room's events PostgreSQL may not have yet. */
  | { kind: 'sequenced'; epoch: number; events: AssignedSeq[]; unstored: number }
  /** `loss`: its name, for the persister; empty for a server. */
  | { kind: 'no-epoch'; loss: string }
  /** A new epoch began: ask PostgreSQL for these events, then repeat with this epoch. */
  | { kind: 'stale-epoch'; epoch: number }
  | { kind: 'recovering' }

const runSequence = loadScript('sequence.lua')

/**
 * Gives the events their seqs, appends them to the room's tail and publishes the new ones to the room: all or none. Safe
 * to repeat while the ids are known; a rejection (timeout, connection lost) means "maybe done".
 */
export async function sequence(
  redis: RedisClient,
  keys: RoomKeys,
  { roomId, by, storedOffset, startEpoch, epoch: lookedUpIn, events }: SequenceRequest,
): Promise<SequenceResult> {
  const answer = (await runSequence(
    redis,
    [keys.room, ...(startEpoch ? keys.old : [])],
    [
      by,
      storedOffset,
      startEpoch?.highest ?? '',
      startEpoch?.recoveryBarrier ?? '',
      startEpoch?.loss ?? '',
      lookedUpIn ?? '',
      ...roomEnvelope(roomId),
      ...events.flatMap(({ id, event, isChange }) => [id, event, isChange ? '1' : '']),
    ],
  )) as [string, ...(string | number)[]]

  if (answer[0] === 'no-epoch') return { kind: 'no-epoch', loss: String(answer[1]) }
  if (answer[0] === 'stale-epoch') return { kind: 'stale-epoch', epoch: Number(answer[1]) }
  if (answer[0] === 'recovering') return { kind: 'recovering' }
  const [, epoch, unstored, ...seqs] = answer
  return {
    kind: 'sequenced',
    epoch: Number(epoch),
    unstored: Number(unstored),
    events: events.map(({ id }, i) => ({
      id,
      seq: Number(seqs[2 * i]),
      isNew: seqs[2 * i + 1] === '1',
    })),
  }
}
