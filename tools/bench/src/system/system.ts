import type { DialectName } from '../load/dialect'
import type { Seat } from '../load/client'

/** Something that people could use, driven by the same load. */
export interface System {
  name: SystemName
  dialect: DialectName
  /** Seats for everybody; those who share a room follow each other. */
  seat: (shape: Shape) => Promise<Seat[]>
  /** Nobody is seated any more. */
  clear: () => Promise<void>
  processes: () => MeasuredProcess[]
  stop: () => Promise<void>
}

export type SystemName = 'ws' | 'socket.io' | 'socket.io+redis' | 'centrifugo' | 'parley'

export interface Shape {
  people: number
  /** Each person is in so many of them (1): neighbours share theirs, and all rooms are of one size. */
  rooms: number
  roomsEach?: number
  /** Connections of each person (1). */
  connectionsEach?: number
  /** Everybody in a room is connected to one server, another one for the next room (not: people are spread over the servers). */
  isRoomOnOneServer?: boolean
}

export interface MeasuredProcess {
  name: string
  pid: number
  /** What the issue counts as the system: servers, persister, Redis. Kafka and PostgreSQL stand apart. */
  isOurs: boolean
  /** Of a Node process; see openInspector. */
  inspectPort: number | null
}
