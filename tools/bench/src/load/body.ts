// What is written into every message: enough to tell who misses it, who has it twice, and how long it took.
const BYTES = 200
const pattern = /~(\d+)\.(\d+)\.([\d.]+)~/g
const seqPattern = /"seq":(\d+)/g

export interface Marked {
  /** The room's number in this run. */
  room: number
  /** Dense in the room. */
  index: number
  /** When it was to be sent, by `nowMs`. */
  plannedMs: number
  /** Its number in the room, where the system gives one. */
  seq: number | null
}

export function makeBody({ room, index, plannedMs }: Omit<Marked, 'seq'>): string {
  return `~${room}.${index}.${plannedMs.toFixed(3)}~`.padEnd(BYTES, '.')
}

/** Every message of a packet, whatever its shape is otherwise. */
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
