import type { HistogramCounts } from './histogram'
import type { MemberResult } from './member-view'

/** The work of a load process in one run. Times by `nowMs`. */
export interface RunPlan {
  /** Open loop: messages per second of this process. */
  perSecond: number | null
  /** Closed loop: this many clients of the process wait for their answer at any time. */
  inFlight: number | null
  startMs: number
  /** The measurement's start and end; afterwards nothing more is sent. */
  measureFromMs: number
  measureUntilMs: number
  /** Messages are numbered from `nth` in steps of `processes`, so that no two processes use one number. */
  nth: number
  processes: number
}

/** The observations of a load process in one run. */
export interface RunResult {
  /** Sent, answered and delivered between the two times. */
  sent: number
  acknowledged: number
  delivered: number
  /** Packets with messages, their bytes including frame headers, and all other packets of events. */
  packets: number
  deliveredBytes: number
  otherPackets: number
  /** Latency from the planned sending time, of messages planned between the two times. */
  deliveryMs: HistogramCounts
  acknowledgementMs: HistogramCounts
  /** By code, in the whole run. */
  refused: Record<string, number>
  unanswered: number
  doubled: number
  /** Packets with a seq below that of an earlier packet. */
  misordered: number
  lostConnections: number
  rooms: { number: number; acknowledged: number; members: MemberResult[] }[]
  /** Milliseconds of CPU of this load process between the two times. */
  cpuMs: number
}
