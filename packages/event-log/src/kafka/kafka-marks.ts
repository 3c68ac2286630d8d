import type { Admin } from 'kafkajs'
import type { Marks } from '../positions'

/** The low and high marks of every partition, read at a moment after the call. */
export async function readMarks(admin: Admin, topic: string): Promise<Map<number, Marks>> {
  const offsets = await admin.fetchTopicOffsets(topic)
  return new Map(
    offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
  )
}
