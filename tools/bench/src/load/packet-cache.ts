import { readMarked, type Marked } from './body'

const KEPT = 512

/** Members of a room get the same packet: it is parsed once, however many of them are here. */
export function createPacketCache(): (packet: string) => Marked[] {
  const read = new Map<string, Marked[]>()
  return function readOnce(packet) {
    const known = read.get(packet)
    if (known) return known
    const marked = readMarked(packet)
    read.set(packet, marked)
    if (read.size > KEPT) read.delete(read.keys().next().value!)
    return marked
  }
}
