import type { DialectName } from '../load/dialect'
import type { Seat } from '../load/client'

/** Something that people could use, driven by the same load. */
export interface System {
  name: SystemName
  dialect: DialectName
  /** Rooms with so many members each; the seats of one room follow each other. */
  seat: (shape: Shape) => Promise<Seat[]>
  /** Nobody is seated any more. */
  clear: () => Promise<void>
  processes: () => MeasuredProcess[]
  stop: () => Promise<void>
}

export type SystemName = 'ws' | 'socket.io' | 'socket.io+redis' | 'parley'

export interface Shape {
  rooms: number
  perRoom: number
}

export interface MeasuredProcess {
  name: string
  pid: number
  /** What the issue counts as the system: servers, persister, Redis. Kafka and PostgreSQL stand apart. */
  isOurs: boolean
}
