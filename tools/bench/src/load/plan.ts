import type { HistogramCounts } from './histogram'
import type { MemberResult } from './member-view'

/** What a load process does in one run. Times by `nowMs`. */
export interface RunPlan {
  /** Open loop: messages per second of this process. */
  perSecond: number | null
  /** Closed loop: so many of this process wait for their answer at any time. */
  inFlight: number | null
  startMs: number
  /** Between these two it is measured; then nothing more is sent. */
  measureFromMs: number
  measureUntilMs: number
  /** Messages are numbered from `nth` in steps of `processes`, so that no two processes use one number. */
  nth: number
  processes: number
}

/** What a load process saw in one run. */
export interface RunResult {
  /** Sent, answered and delivered between the two times. */
  sent: number
  acknowledged: number
  delivered: number
  /** Packets with messages in them, their bytes with the frames' headers, and all other packets of events. */
  packets: number
  deliveredBytes: number
  otherPackets: number
  /** From when a message was to be sent, of those that were to be sent between the two times. */
  deliveryMs: HistogramCounts
  acknowledgementMs: HistogramCounts
  /** By code, in the whole run. */
  refused: Record<string, number>
  unanswered: number
  doubled: number
  /** Packets whose number is below one that came before them. */
  misordered: number
  lostConnections: number
  rooms: { number: number; acknowledged: number; members: MemberResult[] }[]
  /** Milliseconds of CPU of this load process between the two times. */
  cpuMs: number
}
