import { createColumn, float64, uint16, uint32, uint8 } from './columns'

export function createSightings() {
  const epochs: number[] = []
  const numbers = new Map<number, number>()
  const client = createColumn(uint16)
  const message = createColumn(uint32)
  const seq = createColumn(float64)
  const epoch = createColumn(uint16)
  const at = createColumn(float64)
  const isAck = createColumn(uint8)
  let count = 0

  function numberOfEpoch(value: number): number {
    const known = numbers.get(value)
    if (known !== undefined) return known
    numbers.set(value, epochs.length)
    return epochs.push(value) - 1
  }

  return {
    get count() {
      return count
    },
    epochs,
    client,
    message,
    seq,
    epoch,
    at,
    isAck,
    add(
      by: number,
      of: number,
      position: { seq: number; epoch: number; at: number },
      isAcknowledged: boolean,
    ) {
      const row = count++
      client.set(row, by)
      message.set(row, of)
      seq.set(row, position.seq)
      epoch.set(row, numberOfEpoch(position.epoch))
      at.set(row, position.at)
      if (isAcknowledged) isAck.set(row, 1)
    },
  }
}
