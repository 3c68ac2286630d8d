// The rules of a room's order that every checker shares, whatever evidence it has.

interface Position {
  seq: number
  epoch: number
}

/** All seqs from `from` to `to` are missing before the next position, which is in this epoch. */
interface Gap {
  epoch: number
  from: number
  to: number
}

/** Seqs are dense inside an epoch, and an epoch begins with the seq after its own number. Positions ascend by seq. */
export function gapsIn(positions: Iterable<Position>): Gap[] {
  const gaps: Gap[] = []
  let last: Position | null = null
  for (const { seq, epoch } of positions) {
    const expected: number = last?.epoch === epoch ? last.seq + 1 : epoch + 1
    if (seq !== expected) gaps.push({ epoch, from: expected, to: seq - 1 })
    last = { seq, epoch }
  }
  return gaps
}

/** `nth` ascends in the order of writing, for each writer. */
interface Written {
  writer: number | string
  nth: number
}

/** Each message that stands after a later one of the same writer, with the one before it. */
export function swapsIn<Message extends Written>(
  line: Iterable<Message>,
): [before: Message, after: Message][] {
  const last = new Map<Message['writer'], Message>()
  const swaps: [Message, Message][] = []
  for (const message of line) {
    const before = last.get(message.writer)
    last.set(message.writer, message)
    if (before && before.nth > message.nth) swaps.push([before, message])
  }
  return swaps
}
