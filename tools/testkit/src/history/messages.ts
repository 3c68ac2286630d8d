import type { Operation } from '@parley/client'
import { createColumn, float64, uint16, uint32 } from './columns'
import type { Observation } from './observation'
import { sayingOf } from './saying'

export function createMessages() {
  const ids: string[] = []
  const byRoom: Map<string, number>[] = []
  const operations: (Operation | undefined)[] = []
  const sayings: (string | undefined)[] = []
  const refusals = new Map<number, string>()
  const room = createColumn(uint16)
  const writer = createColumn(uint16)
  const nth = createColumn(uint32)
  const wroteAt = createColumn(float64)
  const ackedAt = createColumn(float64)

  function numberOf(inRoom: number, id: string): number {
    const known = (byRoom[inRoom] ??= new Map<string, number>())
    const found = known.get(id)
    if (found !== undefined) return found
    const message = ids.push(id) - 1
    known.set(id, message)
    room.set(message, inRoom)
    return message
  }

  return {
    get count() {
      return ids.length
    },
    id: (message: number) => ids[message] ?? `#${message}`,
    find: (inRoom: number, id: string) => byRoom[inRoom]?.get(id),
    numberOf,
    room,
    writer,
    nth,
    wroteAt,
    ackedAt,
    operation: (message: number) => operations[message],
    saying: (message: number) => sayings[message],
    refusal: (message: number) => refusals.get(message),
    wrote(inRoom: number, client: number, written: Extract<Observation, { kind: 'wrote' }>) {
      const message = numberOf(inRoom, written.id)
      writer.set(message, client + 1)
      nth.set(message, written.nth)
      wroteAt.set(message, written.at)
      operations[message] = written.operation
      sayings[message] = sayingOf(written.operation)
    },
    refused(inRoom: number, { id, code }: { id: string; code: string }) {
      refusals.set(numberOf(inRoom, id), code)
    },
    acked(message: number, at: number) {
      if (ackedAt.get(message) === 0) ackedAt.set(message, at)
    },
    /** The first seen text counts, even for a message that no client here wrote. */
    isSaying(message: number, saying: string): boolean {
      sayings[message] ??= saying
      return sayings[message] === saying
    },
  }
}
