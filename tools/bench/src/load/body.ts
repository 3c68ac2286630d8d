// The content of every message: enough to detect lost and doubled messages, and their latency.
const BYTES = 200
const pattern = /~(\d+)\.(\d+)\.([\d.]+)~/g
const seqPattern = /"seq":(\d+)/g

export interface Marked {
  /** The room's number in this run. */
  room: number
  /** Dense in the room. */
  index: number
  /** The planned sending time, by `nowMs`. */
  plannedMs: number
  /** Its seq in the room, if the system has seqs. */
  seq: number | null
}

export function makeBody({ room, index, plannedMs }: Omit<Marked, 'seq'>): string {
  return `~${room}.${index}.${plannedMs.toFixed(3)}~`.padEnd(BYTES, '.')
}

/** Every message of a packet, whatever its format. */
export function readMarked(packet: string): Marked[] {
  const found = [...packet.matchAll(pattern)]
  if (found.length === 0) return []
  const seqs = [...packet.matchAll(seqPattern)]
  const areNumbered = seqs.length === found.length
  return found.map(([, room, index, planned], nth) => ({
    room: Number(room),
    index: Number(index),
    plannedMs: Number(planned),
    seq: areNumbered ? Number(seqs[nth]![1]) : null,
  }))
}
