/** Names of all keys. Those of one partition share a hash tag. */
export interface LogKeys {
  stream(partition: number): string
  /** The identity of the stream: another one, when the data was lost and the log began anew. */
  born(partition: number): string
  /** Per group, the offset up to which it is done. */
  done(partition: number): string
  lease(partition: number, group: string): string
  members(group: string): string
  /** How many partitions the log was made with. */
  partitions: string
}

export function createLogKeys(prefix: string): LogKeys {
  const tag = (partition: number) => `{${prefix}:${partition}}`
  return {
    stream: (partition) => `${tag(partition)}:stream`,
    born: (partition) => `${tag(partition)}:born`,
    done: (partition) => `${tag(partition)}:done`,
    lease: (partition, group) => `${tag(partition)}:lease:${group}`,
    members: (group) => `${prefix}:members:${group}`,
    partitions: `${prefix}:partitions`,
  }
}
