import type { DialectName } from '../load/dialect'
import type { Seat } from '../load/client'

/** A system that people could use, driven by the same load. */
export interface System {
  name: SystemName
  dialect: DialectName
  /** Seats for all clients; those that share a room follow each other. */
  seat: (shape: Shape) => Promise<Seat[]>
  /** Removes all seats. */
  clear: () => Promise<void>
  processes: () => MeasuredProcess[]
  stop: () => Promise<void>
}

export type SystemName = 'ws' | 'socket.io' | 'socket.io+redis' | 'centrifugo' | 'parley'

export interface Shape {
  people: number
  /** Each client is in this many rooms (default 1): neighbours share theirs, and all rooms have the same size. */
  rooms: number
  roomsEach?: number
  /** Connections per client (default 1). */
  connectionsEach?: number
  /**
   * All clients of a room connect to one server, those of the next room to another one (default: spread over the
   * servers).
   */
  isRoomOnOneServer?: boolean
}

export interface MeasuredProcess {
  name: string
  pid: number
  /** The system by the definition: servers, persister, Redis. Kafka and PostgreSQL are listed separately. */
  isOurs: boolean
  /** Of a Node process; see openInspector. */
  inspectPort: number | null
}
