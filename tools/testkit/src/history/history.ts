import type { Operation } from '@parley/client'
import type { Column } from './columns'
import type { Names } from './names'

/** All observations, small enough for millions of sightings. Clients, rooms, messages and epochs are numbers. */
export interface History {
  readonly clients: Names
  readonly rooms: Names
  /** One entry per room and id: messages and their changes. */
  readonly messages: Messages
  /** Every position at which any client saw a message, in the order of observation. Includes acknowledgements. */
  readonly sightings: Sightings
  /** Texts seen under an id that its writer did not write. */
  readonly otherSayings: readonly { client: number; message: number; saying: string }[]
  readonly connections: readonly ConnectionChange[]
  readonly memberships: readonly MembershipChange[]
  /** The rooms that each client watches, with the seq above which it must have seen everything: by client, then room. */
  readonly watching: ReadonlyMap<number, ReadonlyMap<number, number>>
  /** The seq up to which each client may have got messages with their changes folded in: by client, then room. */
  readonly folded: ReadonlyMap<number, ReadonlyMap<number, number>>
  /** The last list of a room that each client showed. */
  readonly lists: readonly ShownList[]
}

interface Messages {
  readonly count: number
  id: (message: number) => string
  find: (room: number, id: string) => number | undefined
  room: Column
  /** The writer's number + 1; 0 if no client here wrote it. */
  writer: Column
  nth: Column
  wroteAt: Column
  /** 0 until it is acknowledged. */
  ackedAt: Column
  /** The operation written here. */
  operation: (message: number) => Operation | undefined
  /** Its text, as written here or else as first seen. */
  saying: (message: number) => string | undefined
  /** The code of a permanent refusal. */
  refusal: (message: number) => string | undefined
}

interface Sightings {
  readonly count: number
  client: Column
  message: Column
  seq: Column
  /** Epochs are few: the index in `epochs`. */
  epoch: Column
  epochs: readonly number[]
  at: Column
  isAck: Column
}

export interface ConnectionChange {
  kind: 'connected' | 'lost' | 'synced' | 'asked' | 'delayed' | 'prompt'
  client: number
  at: number
  isOwnWill: boolean
}

export interface MembershipChange {
  kind: 'joined' | 'left'
  client: number
  room: number
  at: number
}

export interface ShownList {
  client: number
  room: number
  from: number
  messages: Uint32Array
  seqs: Float64Array
  looks: readonly string[]
}
