const utf8 = new TextEncoder()

/** The partition of a key, as Kafka's Java client chooses it: any Kafka tool finds a room where we put it. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(utf8.encode(key)) & 0x7fffffff) % partitions
}

/** MurmurHash2, 32 bits, with the seed and the signed result of org.apache.kafka.common.utils.Utils. */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995
  let hash = 0x9747b28c ^ bytes.length
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length & ~3

  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(view.getInt32(at, true), m)
    word = Math.imul(word ^ (word >>> 24), m)
    hash = Math.imul(hash, m) ^ word
  }
  if (whole < bytes.length) {
    for (let at = whole; at < bytes.length; at++) hash ^= view.getUint8(at) << (8 * (at - whole))
    hash = Math.imul(hash, m)
  }
  hash = Math.imul(hash ^ (hash >>> 13), m)
  return hash ^ (hash >>> 15)
}
